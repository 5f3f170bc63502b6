package io.counterfoil.privacy.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.secret.RootKeyPlace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Root keys in a service, over a real socket. */
class KeyServicesTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "counterfoil epoch key 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_CONTEXT = "counterfoil epoch key 2".getBytes(StandardCharsets.US_ASCII);
    private static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd";

    private StandIn service;

    @BeforeEach
    void start() throws Exception {
        service = new StandIn();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ConfigurationSource configuration() {
        Map<String, String> settings = Map.of(
                "counterfoil.vault.url",
                service.url().toString(),
                "counterfoil.vault.token",
                "hvs.token",
                "counterfoil.aws.kms.key",
                ARN,
                "counterfoil.aws.kms.url",
                service.url().toString(),
                "counterfoil.aws.access.key",
                "AKIDEXAMPLE",
                "counterfoil.aws.secret.key",
                "very secret");
        return name -> Optional.ofNullable(settings.get(name));
    }

    private VaultRootKey vault() {
        return new VaultRootKey(configuration());
    }

    private AwsKmsRootKey aws() {
        return new AwsKmsRootKey(configuration(), () -> Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void each_unwraps_what_it_wrapped_for_the_same_purpose_alone() {
        for (RootKeyPlace place : List.of(vault(), aws())) {
            byte[] wrapped = place.wrap(KEY, CONTEXT);
            assertThat(new String(wrapped, StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(KEY, StandardCharsets.US_ASCII));
            assertThat(place.unwrap(place.current(), wrapped, CONTEXT)).isEqualTo(KEY);
            assertThatThrownBy(() -> place.unwrap(place.current(), wrapped, OTHER_CONTEXT))
                    .isInstanceOf(DatabaseRefused.class);
        }
    }

    @Test
    void vault_is_called_as_its_transit_engine_wants() {
        vault().wrap(KEY, CONTEXT);
        StandIn.Seen seen = service.seen().get(0);
        assertThat(seen.path()).isEqualTo("/v1/transit/encrypt/counterfoil");
        assertThat(seen.header("X-Vault-Token")).isEqualTo("hvs.token");
    }

    @Test
    void aws_is_called_with_a_signature_for_the_keys_region_and_without_the_secret() {
        aws().wrap(KEY, CONTEXT);
        StandIn.Seen seen = service.seen().get(0);
        assertThat(seen.header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/eu-central-1/kms/aws4_request")
                .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-target");
        assertThat(seen.body().path("KeyId").asString()).isEqualTo(ARN);
        assertThat(seen.headers().toString() + seen.body()).doesNotContain("very secret");
    }

    @Test
    void one_that_refuses_is_told_in_a_sentence_without_what_it_said() {
        service.refuseWith(403);
        for (RootKeyPlace place : List.of(vault(), aws())) {
            assertThatThrownBy(() -> place.wrap(KEY, CONTEXT))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("refuses with status 403")
                    .hasMessageNotContaining("secret detail");
        }
    }

    @Test
    void one_that_is_down_is_told_in_a_sentence() {
        VaultRootKey vault = vault();
        AwsKmsRootKey aws = aws();
        service.close();
        for (RootKeyPlace place : List.of(vault, aws)) {
            assertThatThrownBy(() -> place.wrap(KEY, CONTEXT))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("does not answer");
        }
    }

    @Test
    void what_is_not_set_is_named() {
        assertThatThrownBy(() -> new VaultRootKey(name -> Optional.empty()).wrap(KEY, CONTEXT))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("COUNTERFOIL_VAULT_URL");
        assertThatThrownBy(() -> new AwsKmsRootKey(name -> Optional.empty(), () -> Instant.EPOCH).current())
                .hasMessageContaining("COUNTERFOIL_AWS_KMS_KEY");
    }
}
