package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.counterfoil.domain.signednote.NoteSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final String BROWSER = "chromium";

    /** What the Java verifier said, by what it was asked: the others are compared with it. */
    private static final Map<String, List<String>> JAVA_SAID = new ConcurrentHashMap<>();

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    private static Path directory;

    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3", BROWSER})
    void accept_the_good(String language) throws IOException {
        assertThat(verdicts(language, VerifierCase.alsoGood())).containsOnly("valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3", BROWSER})
    void find_that_a_newer_checkpoint_continues_an_older_one(String language) throws IOException {
        List<ConsistencyCase> good = ConsistencyCase.good(directory);
        List<String> verdicts = judge(language, good.stream().map(ConsistencyCase::line));
        for (int at = 0; at < good.size(); at++) {
            assertThat(verdicts.get(at)).as(good.get(at).name()).isEqualTo("consistent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3", BROWSER})
    void find_that_it_does_not_in_the_same_words(String language) throws IOException {
        List<ConsistencyCase> tampered = ConsistencyCase.tampered(directory);
        List<String> lines = tampered.stream().map(ConsistencyCase::line).toList();
        List<String> verdicts = judge(language, lines.stream());
        for (int at = 0; at < tampered.size(); at++) {
            assertThat(verdicts.get(at)).as(tampered.get(at).name()).startsWith("INVALID: ");
        }
        assertThat(verdicts).isEqualTo(judge(JAVA, lines.stream()));
        assertThat(reasons(verdicts))
                .hasSize(10)
                .allMatch(Files.readString(VERIFIERS.resolveSibling("receipts.md"))::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3", BROWSER})
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
    @ValueSource(strings = {JAVA, "node", "python3", BROWSER})
    void tell_no_digit_of_the_signature_from_another_but_from_anything_else(String language) throws IOException {
        List<VerifierCase> flips = VerifierCase.signatureFlips();
        List<String> verdicts = verdicts(language, flips);
        for (int at = 0; at < flips.size(); at++) {
            String expected =
                    flips.get(at).name().endsWith("another digit") ? "valid" : "INVALID: the receipt has no signature";
            assertThat(verdicts.get(at)).as(flips.get(at).name()).isEqualTo(expected);
        }
    }

    /** The other gap, as docs/receipts.md says it: the lines of keys that were not given. */
    @ParameterizedTest
    @ValueSource(strings = {JAVA, "node", "python3", BROWSER})
    void pass_over_nothing_of_a_proof_but_the_lines_of_other_keys(String language) throws IOException {
        List<LineFlip> flips = LineFlip.all();
        List<VerifierCase> cases = flips.stream().map(LineFlip::changed).toList();
        List<String> verdicts = verdicts(language, cases);
        for (int at = 0; at < flips.size(); at++) {
            String expected = flips.get(at).harmless() ? "valid" : "INVALID: ";
            assertThat(verdicts.get(at)).as(cases.get(at).name()).startsWith(expected);
        }
        assertThat(verdicts).isEqualTo(verdicts(JAVA, cases));
    }

    @Test
    void look_at_the_name_and_id_of_another_keys_line_only_to_see_that_it_is_another_s() {
        Map<String, Set<String>> harmless = LineFlip.all().stream()
                .filter(LineFlip::harmless)
                .collect(Collectors.groupingBy(
                        flip -> flip.changed().name().replaceFirst(":.*", ""),
                        Collectors.mapping(LineFlip::part, Collectors.toSet())));
        Set<String> all = Set.of("name", "key id", "signature");
        assertThat(harmless)
                .isEqualTo(Map.of(
                        "witnessed", all,
                        "the older is known", all,
                        "the newer is known", all,
                        "both are known", Set.of("name", "key id")));
    }

    @Test
    void say_what_the_documentation_explains() throws IOException {
        String documentation = Files.readString(VERIFIERS.resolveSibling("receipts.md"));
        assertThat(reasons(verdicts(JAVA, VerifierCase.tampered()))).hasSize(9).allMatch(documentation::contains);
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

    /** A key that signed wrongly spoils the note, whatever another one says: so no key may be tried without the others. */
    @Test
    void are_given_all_keys_of_the_home_at_once() throws IOException {
        VerifierCase good = VerifierCase.good();
        NoteSigner next = new NoteSigner(good.key().split("\\+")[0], new byte[32]);
        Path home = Files.createDirectories(directory.resolve("home/transparency"));
        Files.writeString(home.resolve("receipts.keys"), next.verifier() + "\n" + good.key() + "\n");
        List<String> command = List.of(
                "env",
                "COUNTERFOIL_HOME=" + home.getParent(),
                VERIFIERS.resolve("../../counterfoil").toString(),
                "verify");
        Path receipt = Files.write(directory.resolve("home/receipt.json"), good.receipt());
        Path proof = Files.write(directory.resolve("home/proof.txt"), good.proof());
        String spoiling = next.sign("another text\n").signatures().get(0).line();
        Path spoilt = Files.writeString(
                directory.resolve("home/spoilt.txt"), new String(good.proof(), UTF_8) + spoiling + "\n");

        assertThat(run(command, receipt, proof)).isEqualTo(new Program(0, "valid\n"));
        assertThat(run(command, receipt, spoilt))
                .isEqualTo(new Program(1, "INVALID: the checkpoint's signature is wrong\n"));
    }

    @ParameterizedTest
    @CsvSource({JAVA + ", Verify.java", "node, verify.mjs", "python3, verify.py"})
    void fetch_the_tiles_from_the_log_itself(String language, String file) throws IOException {
        Program.assumeInstalled(language);
        List<String> verifier = List.of(language, verifier(file).toString(), "consistency");
        SmallLog log = SmallLog.of(700);
        log.writeTiles(directory.resolve("served"));
        Path older = Files.write(
                directory.resolve("older"), SmallLog.of(300).checkpoint().bytes());
        Path newer = Files.write(directory.resolve("newer"), log.checkpoint().bytes());
        HttpServer server = Browser.serve(Map.of(), directory, new CompletableFuture<>());
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/files" + directory + "/served";
            String key = log.verifier().text();
            assertThat(run(verifier, older, newer, url, key)).isEqualTo(new Program(0, "consistent\n"));
            assertThat(run(verifier, older, newer, directory.resolve("served").toString(), key, key))
                    .isEqualTo(new Program(0, "consistent\n"));
            assertThat(run(verifier, older, newer, url + "/nothing", key))
                    .isEqualTo(new Program(1, "INVALID: a tile is missing: tile/1/000\n"));
            assertThat(run(verifier, older, newer, url).exitCode()).isEqualTo(2);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({JAVA + ", Verify.java", "node, verify.mjs", "python3, verify.py"})
    void read_no_more_of_a_tile_than_there_can_be(String language, String file) throws IOException {
        Program.assumeInstalled(language);
        List<String> verifier = List.of(language, verifier(file).toString(), "consistency");
        SmallLog log = SmallLog.of(700);
        Path tiles = log.writeTiles(directory.resolve("endless"));
        Path older = Files.write(
                directory.resolve("endless-older"),
                SmallLog.of(300).checkpoint().bytes());
        Path newer =
                Files.write(directory.resolve("endless-newer"), log.checkpoint().bytes());
        try (EndlessTiles host = new EndlessTiles(tiles)) {
            assertThat(run(verifier, older, newer, host.url(), log.verifier().text()))
                    .isEqualTo(new Program(0, "consistent\n"));
        }
    }

    private static List<String> reasons(List<String> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.replaceFirst("INVALID: ", "").replaceFirst(": .*", ""))
                .distinct()
                .toList();
    }

    /** A verdict on each case, from the program beside this test that calls the verifier on many. */
    private List<String> verdicts(String language, List<VerifierCase> cases) throws IOException {
        return judge(language, cases.stream().map(VerifierCase::line));
    }

    private List<String> judge(String language, Stream<String> cases) throws IOException {
        String lines = cases.collect(Collectors.joining("\n"));
        if (!language.equals(JAVA)) {
            return judge(language, lines.getBytes(UTF_8));
        }
        if (!JAVA_SAID.containsKey(lines)) {
            JAVA_SAID.put(lines, judge(language, lines.getBytes(UTF_8)));
        }
        return JAVA_SAID.get(lines);
    }

    private List<String> judge(String language, byte[] input) throws IOException {
        if (language.equals(BROWSER)) {
            Map<String, byte[]> pages = Map.of(
                    "index.html",
                    Files.readAllBytes(Path.of(unpack("verify-many.html"))),
                    "judge.mjs",
                    Files.readAllBytes(Path.of(unpack("judge.mjs"))),
                    "verify.mjs",
                    Files.readAllBytes(verifier("verify.mjs")),
                    "cases",
                    input);
            return Browser.visit(pages, directory).lines().toList();
        }
        Program.assumeInstalled(language);
        List<String> command = switch (language) {
            case "node" -> {
                unpack("judge.mjs");
                yield List.of(
                        language,
                        unpack("verify-many.mjs"),
                        verifier("verify.mjs").toUri().toString());
            }
            case "python3" -> List.of(language, unpack("verify_many.py"), VERIFIERS.toString());
            default -> List.of(language, "-cp", compiled(), unpack("VerifyMany.java"));
        };
        Program program = Program.run(command, directory, input);
        assertThat(program.exitCode()).isZero();
        return program.output().lines().toList();
    }

    /** Where the Java verifier's classes are, compiled without a warning. */
    private String compiled() {
        if (Files.exists(directory.resolve("Verify.class"))) {
            return directory.toString();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this is no JDK");
        String source = verifier("Verify.java").toString();
        String[] arguments = {"-Xlint:all", "-Werror", "--release", "17", "-d", directory.toString(), source};
        assertThat(compiler.run(null, null, null, arguments)).isZero();
        return directory.toString();
    }

    private Program run(List<String> verifier, Path first, Path second, String... more) {
        List<String> command = new ArrayList<>(verifier);
        command.addAll(List.of(first.toString(), second.toString()));
        command.addAll(List.of(more));
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
