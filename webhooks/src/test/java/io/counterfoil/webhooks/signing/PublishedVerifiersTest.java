package io.counterfoil.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
            import { readFileSync } from "node:fs";
            for (const line of readFileSync(0, "utf8").trimEnd().split("\\n")) {
              const [secret, id, at, signature, body] = line.split("\\t");
              const headers = { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature };
              console.log(verify(secret, headers, Buffer.from(body, "base64")));
            }
            """);
    }

    @Test
    void python() throws IOException, InterruptedException {
        checks("python3", "verify.py", "call.py", """
            import base64, os, sys
            sys.dont_write_bytecode = True
            sys.path.insert(0, os.path.dirname("%s"))
            from verify import verify
            for line in sys.stdin:
                secret, id, at, signature, body = line.rstrip("\\n").split("\\t")
                headers = {"webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature}
                print(str(verify(secret, headers, base64.b64decode(body))).lower())
            """);
    }

    @Test
    void java() throws IOException, InterruptedException {
        String source = Files.readString(DOCS.resolve("VerifyWebhook.java"));
        String main = """
                public static void main(String[] none) throws Exception {
                    for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\\n")) {
                        String[] part = line.split("\\t", -1);
                        System.out.println(verify(part[0], Map.of("webhook-id", part[1], "webhook-timestamp", part[2],
                                "webhook-signature", part[3]), Base64.getDecoder().decode(part[4])));
                    }
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

    /** One webhook as it may arrive, and whether it is to be believed. */
    private record Case(String what, boolean good, String secret, String id, String at, String signature, String body) {

        String line() {
            String bytes = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
            return String.join("\t", secret, id, at, signature, bytes);
        }
    }

    /** The refusals of the Standard Webhooks libraries' own tests are among them. */
    private List<Case> cases() {
        long now = InstantSource.system().instant().getEpochSecond();
        String at = Long.toString(now);
        String both = signatures(now, List.of(current, old));
        String one = signatures(now, List.of(current));
        String v1 = one.split(" ")[0];
        String secret = current.reveal();
        return List.of(
                new Case("the new secret", true, secret, "evt_1", at, both, BODY),
                new Case("the old secret, in a rotation", true, old.reveal(), "evt_1", at, both, BODY),
                new Case(
                        "four signatures of which one is good",
                        true,
                        secret,
                        "evt_1",
                        at,
                        "v1,AA v2,BB v1,CC " + v1,
                        BODY),
                new Case("another secret", false, old.reveal(), "evt_1", at, one, BODY),
                new Case("a changed body", false, secret, "evt_1", at, both, BODY + " "),
                new Case("no id", false, secret, "", at, both, BODY),
                new Case("no timestamp", false, secret, "evt_1", "", both, BODY),
                new Case("no signature", false, secret, "evt_1", at, "", BODY),
                new Case("a timestamp that is none", false, secret, "evt_1", "hello", both, BODY),
                new Case(
                        "301 s ago",
                        false,
                        secret,
                        "evt_1",
                        Long.toString(now - 301),
                        signatures(now - 301, List.of(current)),
                        BODY),
                new Case(
                        "ten minutes ahead, however long the verifier takes to start",
                        false,
                        secret,
                        "evt_1",
                        Long.toString(now + 600),
                        signatures(now + 600, List.of(current)),
                        BODY),
                new Case("v1, alone", false, secret, "evt_1", at, "v1,", BODY),
                new Case("a signature cut off", false, secret, "evt_1", at, v1.substring(0, 11), BODY),
                new Case("only v2", false, secret, "evt_1", at, "v2," + v1.substring(3), BODY),
                new Case("an empty secret", false, "whsec_", "evt_1", at, emptyHanded(now), BODY));
    }

    private void verdicts(String program, Path script) throws IOException, InterruptedException {
        List<Case> cases = cases();
        String said = run(program, script, cases.stream().map(Case::line).collect(Collectors.joining("\n", "", "\n")));
        List<String> verdicts = said.lines().toList();
        assertThat(verdicts).as(said).hasSameSizeAs(cases);
        for (int i = 0; i < cases.size(); i++) {
            assertThat(verdicts.get(i))
                    .as(cases.get(i).what())
                    .isEqualTo(Boolean.toString(cases.get(i).good()));
        }
    }

    /** What anybody could sign with no secret at all: a key of zeros is the same to HMAC. */
    private static String emptyHanded(long at) {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        return new SharedSecret(new byte[1]).sign(new Message("evt_1", Instant.ofEpochSecond(at), body));
    }

    private static String signatures(long at, List<Signer> signers) {
        return Signer.signatures(signers, "evt_1", Instant.ofEpochSecond(at), BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static String run(String program, Path script, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program, script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
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
