package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifiers in {@code docs/verify}, each on the same cases: they say the same, word for word. */
class PublishedVerifiersTest {

    private static final Path VERIFIERS =
            Path.of("../docs/verify").toAbsolutePath().normalize();

    private static final String JAVA = "java";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3"})
    void accept_the_good(String language) throws IOException {
        assertThat(verdicts(language, VerifierCase.alsoGood())).containsOnly("valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3"})
    void refuse_the_tampered_in_the_same_words(String language) throws IOException {
        List<VerifierCase> tampered = VerifierCase.tampered();
        List<String> verdicts = verdicts(language, tampered);
        for (int at = 0; at < tampered.size(); at++) {
            assertThat(verdicts.get(at)).as(tampered.get(at).name()).startsWith("INVALID: ");
        }
        assertThat(verdicts).isEqualTo(verdicts(JAVA, tampered));
    }

    /** The one gap: the log doesn't hold it, and only who has the secret can compute it (ReceiptCheckTest flips it too). */
    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3"})
    void tell_no_digit_of_the_signature_from_another_but_from_anything_else(String language) throws IOException {
        List<VerifierCase> flips = VerifierCase.signatureFlips();
        List<String> verdicts = verdicts(language, flips);
        for (int at = 0; at < flips.size(); at++) {
            String expected =
                    flips.get(at).name().endsWith("another digit") ? "valid" : "INVALID: the receipt has no signature";
            assertThat(verdicts.get(at)).as(flips.get(at).name()).isEqualTo(expected);
        }
    }

    @Test
    void say_what_the_documentation_explains() throws IOException {
        String documentation = Files.readString(VERIFIERS.resolveSibling("receipts.md"));
        List<String> reasons = verdicts(JAVA, VerifierCase.tampered()).stream()
                .map(verdict -> verdict.replaceFirst("INVALID: ", ""))
                .distinct()
                .toList();
        assertThat(reasons).hasSize(9).allMatch(documentation::contains);
    }

    @ParameterizedTest
    @CsvSource({JAVA + ", Verify.java", "node, verify.mjs", "python3, verify.py"})
    void run_as_commands_with_an_exit_code(String language, String file) throws IOException {
        Program.assumeInstalled(language);
        List<String> verifier = List.of(language, verifier(file).toString());
        VerifierCase good = VerifierCase.good();
        Path receipt = Files.write(directory.resolve("receipt.json"), good.receipt());
        Path proof = Files.write(directory.resolve("proof.txt"), good.proof());
        String changed = new String(good.receipt(), UTF_8).replace("1250", "1251");
        Path tampered = Files.writeString(directory.resolve("tampered.json"), changed);
        assertThat(run(verifier, receipt, proof, good.key())).isEqualTo(new Program(0, "valid\n"));
        assertThat(run(verifier, tampered, proof, good.key()))
                .isEqualTo(new Program(1, "INVALID: the receipt is not in the log at this index\n"));
        Program absent = run(verifier, directory.resolve("absent"), proof, good.key());
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.output()).startsWith("INVALID: ");
        assertThat(Program.run(verifier, directory, new byte[0])).isEqualTo(new Program(2, ""));
    }

    /** A verdict on each case, from the program beside this test that calls the verifier on many. */
    private List<String> verdicts(String language, List<VerifierCase> cases) throws IOException {
        Program.assumeInstalled(language);
        List<String> command = switch (language) {
            case "node" ->
                List.of(
                        language,
                        unpack("verify-many.mjs"),
                        verifier("verify.mjs").toUri().toString());
            case "python3" -> List.of(language, unpack("verify_many.py"), VERIFIERS.toString());
            default -> List.of(language, "-cp", compiled(), unpack("VerifyMany.java"));
        };
        String input = cases.stream().map(VerifierCase::line).collect(Collectors.joining("\n"));
        Program program = Program.run(command, directory, input.getBytes(UTF_8));
        assertThat(program.exitCode()).isZero();
        return program.output().lines().toList();
    }

    /** Where the Java verifier's classes are, compiled without a warning. */
    private String compiled() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this is no JDK");
        String source = verifier("Verify.java").toString();
        String[] arguments = {"-Xlint:all", "-Werror", "--release", "17", "-d", directory.toString(), source};
        assertThat(compiler.run(null, null, null, arguments)).isZero();
        return directory.toString();
    }

    private Program run(List<String> verifier, Path receipt, Path proof, String key) {
        List<String> command = new ArrayList<>(verifier);
        command.addAll(List.of(receipt.toString(), proof.toString(), key));
        return Program.run(command, directory, new byte[0]);
    }

    private static Path verifier(String file) {
        return VERIFIERS.resolve(file);
    }

    private String unpack(String resource) throws IOException {
        Path file = directory.resolve(resource);
        try (InputStream input = PublishedVerifiersTest.class.getResourceAsStream(resource)) {
            Files.write(file, input.readAllBytes());
        }
        return file.toString();
    }
}
