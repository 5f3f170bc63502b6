package io.counterfoil.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that docs/webhooks.md gives to receivers, run as receivers run them. */
class PublishedVerifiersTest {

    private static final Path DOCS = Path.of("..", "docs", "webhooks").toAbsolutePath();
    private static final String BODY = "{\"id\":\"evt_1\",\"data\":{\"city\":\"Köln\"}}";

    private final Signer old = Signer.random(new SecureRandom());
    private final Signer current = Signer.random(new SecureRandom());

    @TempDir
    Path directory;

    @Test
    void node() throws IOException, InterruptedException {
        checks("node", "verify.mjs", "call.mjs", """
                import { verify } from "%s";
                const { SECRET, ID, AT, SIGNATURE, BODY } = process.env;
                const headers = { "webhook-id": ID, "webhook-timestamp": AT, "webhook-signature": SIGNATURE };
                console.log(verify(SECRET, headers, Buffer.from(BODY, "base64")));
                """);
    }

    @Test
    void python() throws IOException, InterruptedException {
        checks("python3", "verify.py", "call.py", """
                import base64, os, sys
                sys.dont_write_bytecode = True
                sys.path.insert(0, os.path.dirname("%s"))
                from verify import verify
                e = os.environ
                headers = {"webhook-id": e["ID"], "webhook-timestamp": e["AT"], "webhook-signature": e["SIGNATURE"]}
                print(str(verify(e["SECRET"], headers, base64.b64decode(e["BODY"]))).lower())
                """);
    }

    @Test
    void java() throws IOException, InterruptedException {
        String source = Files.readString(DOCS.resolve("VerifyWebhook.java"));
        String main = """
                    public static void main(String[] none) throws GeneralSecurityException {
                        Map<String, String> e = System.getenv();
                        System.out.println(verify(e.get("SECRET"),
                                Map.of("webhook-id", e.get("ID"), "webhook-timestamp", e.get("AT"),
                                        "webhook-signature", e.get("SIGNATURE")),
                                Base64.getDecoder().decode(e.get("BODY"))));
                    }
                }
                """;
        Path file = Files.writeString(
                directory.resolve("VerifyWebhook.java"), source.substring(0, source.lastIndexOf('}')) + main);
        verdicts(Path.of(System.getProperty("java.home"), "bin", "java").toString(), file);
    }

    private void checks(String program, String published, String name, String caller)
            throws IOException, InterruptedException {
        assumeTrue(installed(program), program + " is not installed");
        Path script = Files.writeString(
                directory.resolve(name),
                caller.formatted(DOCS.resolve(published).normalize()));
        verdicts(program, script);
    }

    private void verdicts(String program, Path script) throws IOException, InterruptedException {
        long now = InstantSource.system().instant().getEpochSecond();
        String both = signatures(now, List.of(current, old));
        assertThat(run(program, script, current, now, both, BODY)).isEqualTo("true");
        assertThat(run(program, script, old, now, both, BODY)).isEqualTo("true");
        assertThat(run(program, script, old, now, signatures(now, List.of(current)), BODY))
                .isEqualTo("false");
        assertThat(run(program, script, current, now, both, BODY + " ")).isEqualTo("false");
        assertThat(run(program, script, current, now, "v1,", BODY)).isEqualTo("false");
        assertThat(run(program, script, current, now - 301, signatures(now - 301, List.of(current)), BODY))
                .isEqualTo("false");
    }

    private static String signatures(long at, List<Signer> signers) {
        return Signer.signatures(signers, "evt_1", Instant.ofEpochSecond(at), BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static String run(String program, Path script, Signer signer, long at, String signature, String body)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program, script.toString()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SECRET",
                        signer.reveal(),
                        "ID",
                        "evt_1",
                        "AT",
                        Long.toString(at),
                        "SIGNATURE",
                        signature,
                        "BODY",
                        Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static boolean installed(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
