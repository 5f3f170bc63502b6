package io.counterfoil.privacy.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.domain.database.DatabaseRefused;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key in SoftHSM, where that is installed. Its library reads where its tokens are from the process's environment, so the
 * key is made and used in a process of its own: this test's main method.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Pkcs11RootKeyTest {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern SLOT = Pattern.compile("slot ([0-9]+)\\s*$");
    private static final byte[] CONTEXT = "counterfoil epoch key 1".getBytes(StandardCharsets.US_ASCII);

    private Path home = Path.of("");

    private String slot = "0";

    @BeforeAll
    void make_a_token(@TempDir Path directory) throws Exception {
        home = directory;
        assumeTrue(Files.exists(LIBRARY) && installed("softhsm2-util"), "SoftHSM is not here");
        Files.createDirectories(home.resolve("tokens"));
        Files.writeString(home.resolve("softhsm2.conf"), "directories.tokendir = " + home.resolve("tokens") + "\n");
        String made = run(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "counterfoil",
                "--pin",
                "1234",
                "--so-pin",
                "4321");
        Matcher number = SLOT.matcher(made.strip());
        assertThat(number.find()).as(made).isTrue();
        slot = number.group(1);
        makeKey();
    }

    /** One that never leaves the token. */
    private void makeKey() throws IOException, InterruptedException {
        Path provider = home.resolve("provider.conf");
        Files.writeString(provider, """
            name = token
            library = %s
            slot = %s
            attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
            }
            """.formatted(LIBRARY, slot));
        String made = run(
                jdk("keytool"),
                "-genseckey",
                "-alias",
                "counterfoil",
                "-keyalg",
                "AES",
                "-keysize",
                "256",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-storepass",
                "1234",
                "-providerClass",
                "sun.security.pkcs11.SunPKCS11",
                "-providerArg",
                provider.toString());
        assertThat(made).doesNotContain("error");
    }

    @Test
    void wraps_and_unwraps_in_the_token() throws Exception {
        assertThat(use("1234", "counterfoil")).contains("unwrapped", "another purpose refused", "changed refused");
    }

    @Test
    void a_wrong_pin_is_told_in_a_sentence() throws Exception {
        assertThat(use("9999", "counterfoil"))
                .contains("COUNTERFOIL_PKCS11_PIN")
                .doesNotContain("9999");
    }

    @Test
    void a_missing_key_is_told_in_a_sentence() throws Exception {
        assertThat(use("1234", "other")).contains("no AES key with the label \"other\"");
    }

    @Test
    void a_library_that_is_not_there_is_told_in_a_sentence() {
        Pkcs11RootKey key = key(Map.of("counterfoil.pkcs11.library", "/nowhere.so", "counterfoil.pkcs11.pin", "1"));
        assertThatThrownBy(key::prepare)
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("The PKCS#11 library /nowhere.so can't be used");
    }

    /** What runs beside the token. */
    public static void main(String[] arguments) {
        Pkcs11RootKey key = key(Map.of(
                "counterfoil.pkcs11.library", LIBRARY.toString(),
                "counterfoil.pkcs11.slot", arguments[0],
                "counterfoil.pkcs11.pin", arguments[1],
                "counterfoil.pkcs11.key", arguments[2]));
        try {
            key.prepare();
            byte[] wrapped = key.wrap(KEY, CONTEXT);
            if (Arrays.equals(key.unwrap(key.current(), wrapped, CONTEXT), KEY)) {
                System.out.println("unwrapped");
            }
            refused(() -> key.unwrap(key.current(), wrapped, new byte[1]), "another purpose refused");
            wrapped[wrapped.length - 1] ^= 1;
            refused(() -> key.unwrap(key.current(), wrapped, CONTEXT), "changed refused");
        } catch (DatabaseRefused refused) {
            System.out.println(refused.getMessage());
        }
    }

    private static void refused(Runnable attempt, String message) {
        try {
            attempt.run();
        } catch (DatabaseRefused refused) {
            System.out.println(message);
        }
    }

    private static Pkcs11RootKey key(Map<String, String> settings) {
        return new Pkcs11RootKey(name -> Optional.ofNullable(settings.get(name)), new SecureRandom());
    }

    private String use(String pin, String label) throws IOException, InterruptedException {
        return run(jdk("java"), "-cp", classPath(), Pkcs11RootKeyTest.class.getName(), slot, pin, label);
    }

    /** Of this test, whoever loaded it. */
    private static String classPath() {
        return Pkcs11RootKeyTest.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
                : System.getProperty("java.class.path");
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", home.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
