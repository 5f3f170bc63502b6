package io.counterfoil.liberty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "0.0.0.0", "::1", "pay.example.com", "2001:db8::7"})
    void keeps_its_certificate_as_long_as_it_is_for_the_host(String host) {
        assertThat(keyFor(host)).isEqualTo(keyFor(host));
    }

    /** So that no kill can part the two: the password is there before any key store, and fits each. */
    @Test
    void makes_every_key_store_with_the_same_password() throws IOException {
        byte[] first = keyFor("localhost");
        String password = Files.readString(directory.resolve("keystore.password"));

        assertThat(keyFor("pay.example.com")).isNotEqualTo(first);

        assertThat(directory.resolve("keystore.password")).hasContent(password);
    }

    private byte[] keyFor(String host) {
        return new SelfSigned(directory, host, InstantSource.system())
                .key()
                .certificate()
                .getSerialNumber()
                .toByteArray();
    }
}
