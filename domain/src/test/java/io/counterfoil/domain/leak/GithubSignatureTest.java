package io.counterfoil.domain.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against the example of GitHub's documentation. */
class GithubSignatureTest {

    private final JsonNode vector;
    private final PublicKey key;
    private final byte[] body;
    private final String signature;

    GithubSignatureTest() throws IOException, GeneralSecurityException {
        try (InputStream json = GithubSignatureTest.class.getResourceAsStream("github-secret-scanning.json")) {
            vector = Json.tree(json.readAllBytes());
        }
        key = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder()
                        .decode(vector.get("public_key_spki_base64").asString())));
        body = vector.get("body").asString().getBytes(StandardCharsets.UTF_8);
        signature = vector.get("signature").asString();
    }

    @Test
    void the_published_example_is_good() {
        assertThatCode(() -> GithubSignature.verify(key, body, signature)).doesNotThrowAnyException();
    }

    @Test
    void each_changed_byte_of_the_body_is_noticed() {
        for (int at = 0; at < body.length; at++) {
            byte[] changed = body.clone();
            changed[at] ^= 1;
            refuses(changed, signature);
        }
    }

    @Test
    void no_other_signature_is_good() {
        refuses(body, "");
        refuses(body, "no base64!");
        refuses(body, "AAAA" + signature.substring(4));
        refuses(body, Base64.getEncoder().encodeToString(new byte[72]));
        refuses(body, "MAYCAQACAQA=");
    }

    /** GitHub's keys are asked for only then. */
    @Test
    void what_is_no_signature_is_told_from_one_without_a_key() {
        assertThat(GithubSignature.wellFormed(signature)).isTrue();
        assertThat(GithubSignature.wellFormed("")).isFalse();
        assertThat(GithubSignature.wellFormed("no base64!")).isFalse();
        assertThat(GithubSignature.wellFormed("AAAA" + signature.substring(4))).isFalse();
    }

    private void refuses(byte[] changedBody, String changedSignature) {
        assertThatThrownBy(() -> GithubSignature.verify(key, changedBody, changedSignature))
                .isInstanceOf(GeneralSecurityException.class);
    }
}
