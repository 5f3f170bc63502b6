package io.counterfoil.domain.transparency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifiers in {@code docs/verify}, each on the same cases: they say the same, word for word. */
class PublishedVerifiersTest {

    private static final Path VERIFIERS =
            Path.of("../docs/verify").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void accept_the_good_and_refuse_the_tampered_in_java() throws Exception {
        InJava java = new InJava(directory);
        assertThat(java.verdicts(VerifierCase.alsoGood())).containsOnly("valid");
        List<VerifierCase> tampered = VerifierCase.tampered();
        List<String> verdicts = java.verdicts(tampered);
        for (int at = 0; at < tampered.size(); at++) {
            assertThat(verdicts.get(at)).as(tampered.get(at).name()).startsWith("INVALID: ");
        }
        assertThat(verdicts.stream().distinct())
                .containsExactlyInAnyOrder(
                        "INVALID: the receipt is not a flat JSON object",
                        "INVALID: the receipt has no signature",
                        "INVALID: the proof is malformed",
                        "INVALID: the verifier key is malformed",
                        "INVALID: the checkpoint is malformed",
                        "INVALID: the checkpoint is not signed by this key",
                        "INVALID: the checkpoint's signature is wrong",
                        "INVALID: the checkpoint is of another log",
                        "INVALID: the receipt is not in the log at this index");
    }

    @Test
    void say_the_same_in_javascript() throws Exception {
        Program.assumeInstalled("node");
        String driver = unpack("verify-many.mjs").toString();
        assertSameAsJava(
                List.of("node", driver, VERIFIERS.resolve("verify.mjs").toUri().toString()));
    }

    @Test
    void say_the_same_in_python() throws Exception {
        Program.assumeInstalled("python3");
        String driver = unpack("verify_many.py").toString();
        assertSameAsJava(List.of("python3", driver, VERIFIERS.toString()));
    }

    @Test
    void run_as_commands_with_an_exit_code() throws Exception {
        VerifierCase good = VerifierCase.good();
        Path receipt = Files.write(directory.resolve("receipt.json"), good.receipt());
        Path proof = Files.write(directory.resolve("proof.txt"), good.proof());
        String changed = new String(good.receipt(), UTF_8).replace("1250", "1251");
        Path tampered = Files.writeString(directory.resolve("tampered.json"), changed);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        for (List<String> verifier : List.of(
                List.of(java.toString(), VERIFIERS.resolve("Verify.java").toString()),
                List.of("node", VERIFIERS.resolve("verify.mjs").toString()),
                List.of("python3", VERIFIERS.resolve("verify.py").toString()))) {
            Program.assumeInstalled(verifier.get(0));
            assertThat(run(verifier, receipt, proof, good.key())).isEqualTo(new Program(0, "valid\n"));
            assertThat(run(verifier, tampered, proof, good.key()))
                    .isEqualTo(new Program(1, "INVALID: the receipt is not in the log at this index\n"));
            Program absent = run(verifier, directory.resolve("absent"), proof, good.key());
            assertThat(absent.exitCode()).isEqualTo(1);
            assertThat(absent.output()).startsWith("INVALID: ");
            assertThat(Program.run(verifier, directory, new byte[0])).isEqualTo(new Program(2, ""));
        }
    }

    private void assertSameAsJava(List<String> command) throws Exception {
        List<VerifierCase> cases = new ArrayList<>(VerifierCase.alsoGood());
        cases.addAll(VerifierCase.tampered());
        String input = cases.stream().map(VerifierCase::line).collect(Collectors.joining("\n"));
        Program program = Program.run(command, directory, input.getBytes(UTF_8));
        assertThat(program.exitCode()).isZero();
        assertThat(program.output().lines()).containsExactlyElementsOf(new InJava(directory).verdicts(cases));
    }

    private Program run(List<String> verifier, Path receipt, Path proof, String key) {
        List<String> command = new ArrayList<>(verifier);
        command.addAll(List.of(receipt.toString(), proof.toString(), key));
        return Program.run(command, directory, new byte[0]);
    }

    private Path unpack(String resource) throws IOException {
        Path file = directory.resolve(resource);
        try (InputStream input = PublishedVerifiersTest.class.getResourceAsStream(resource)) {
            Files.write(file, input.readAllBytes());
        }
        return file;
    }

    /** The Java verifier, compiled as it stands and called in this process. */
    private static final class InJava {

        private final Method verify;

        InJava(Path directory) throws Exception {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            assumeTrue(compiler != null, "this is no JDK");
            String source = VERIFIERS.resolve("Verify.java").toString();
            assertThat(compiler.run(
                            null,
                            null,
                            null,
                            "-Xlint:all",
                            "-Werror",
                            "--release",
                            "17",
                            "-d",
                            directory.toString(),
                            source))
                    .isZero();
            URL[] classes = {directory.toUri().toURL()};
            verify = new URLClassLoader(classes)
                    .loadClass("Verify")
                    .getMethod("verify", byte[].class, byte[].class, String.class);
        }

        List<String> verdicts(List<VerifierCase> cases) throws IllegalAccessException {
            List<String> verdicts = new ArrayList<>();
            for (VerifierCase each : cases) {
                try {
                    verify.invoke(null, each.receipt(), each.proof(), each.key());
                    verdicts.add("valid");
                } catch (InvocationTargetException thrown) {
                    assertThat(thrown.getCause().getClass().getName()).isEqualTo("Verify$Invalid");
                    verdicts.add("INVALID: " + thrown.getCause().getMessage());
                }
            }
            return verdicts;
        }
    }
}
