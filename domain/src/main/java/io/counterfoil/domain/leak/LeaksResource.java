package io.counterfoil.domain.leak;

import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /v1/leaks/github}: GitHub's secret scanning partner protocol. Anyone may call; GitHub's signature counts. */
@Path("/v1/leaks")
@Singleton
public final class LeaksResource {

    private static final int LARGEST = 1024 * 1024;

    private final GithubKeys keys;
    private final LeakedSecrets secrets;
    private final InstantSource time;

    @Inject
    public LeaksResource(GithubKeys keys, LeakedSecrets secrets, InstantSource time) {
        this.keys = keys;
        this.secrets = secrets;
        this.time = time;
    }

    /** One secret that GitHub found. */
    private record Found(String token, String type, Optional<String> url) {}

    /** What we say to one: whether it is ours. GitHub knows it by its hash. */
    record Feedback(String tokenHash, String tokenType, String label) {}

    @POST
    @Path("/github")
    @Allow(anyone = true)
    public List<Feedback> github(
            @HeaderParam("Github-Public-Key-Identifier") @Nullable String identifier,
            @HeaderParam("Github-Public-Key-Signature") @Nullable String signature,
            InputStream stream,
            @Context SecurityContext context)
            throws IOException {
        Instant reportedAt = time.instant();
        PublicKey key = signer(identifier, signature);
        byte[] body = stream.readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new Problem(
                    413, "body_too_large", "The body is too large", "Send at most " + LARGEST + " bytes.", false);
        }
        verify(key, body, String.valueOf(signature));
        Actor github = new Actor("github", Call.of(context).address());
        List<Feedback> feedback = new ArrayList<>();
        for (Found found : read(Json.tree(body))) {
            boolean ours = secrets.end(found.token(), new Exposure("github", found.url()), reportedAt, github);
            feedback.add(new Feedback(hash(found.token()), found.type(), ours ? "true_positive" : "false_positive"));
        }
        return feedback;
    }

    /** The key that is said to have signed. Whoever names none of GitHub's has no body read. */
    private PublicKey signer(@Nullable String identifier, @Nullable String signature) {
        if (identifier == null
                || identifier.length() > 128
                || signature == null
                || signature.length() > 256
                || !GithubSignature.wellFormed(signature)) {
            throw unsigned();
        }
        return keys.find(identifier).orElseThrow(LeaksResource::unsigned);
    }

    /** Over the bytes as they came, before anything of them is read. */
    private static void verify(PublicKey key, byte[] body, String signature) {
        try {
            GithubSignature.verify(key, body, signature);
        } catch (GeneralSecurityException anotherSigned) {
            throw unsigned();
        }
    }

    private static Problem unsigned() {
        return new Problem(
                        401,
                        "invalid_signature",
                        "The report is not signed by GitHub",
                        "Sign the raw body with a key that GitHub publishes, and name that key.",
                        false)
                .header("WWW-Authenticate", "Github-Public-Key-Signature");
    }

    private static List<Found> read(JsonNode report) {
        if (!report.isArray()) {
            throw Problem.malformed("Send an array of findings.");
        }
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < report.size(); i++) {
            JsonNode one = report.get(i);
            String param = "[" + i + "].token";
            String token = Optional.of(one.path("token"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .orElseThrow(() -> Problem.invalid(param, "Send the token that was found, as text."));
            found.add(new Found(
                    token,
                    one.path("type").asString(""),
                    PublicPage.of(one.path("url").asString(""))));
        }
        return found;
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
