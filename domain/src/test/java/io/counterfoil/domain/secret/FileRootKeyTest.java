package io.counterfoil.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.DatabaseRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRootKeyTest {

    private static final byte[] KEY = new byte[32];
    private static final byte[] CONTEXT = {1};

    @TempDir
    private Path home;

    private FileRootKey inHome() {
        return new FileRootKey(
                name -> Optional.ofNullable(
                        Map.of("counterfoil.home", home.toString()).get(name)),
                new SecureRandom());
    }

    private Path file() {
        return home.resolve("keys/root.key");
    }

    private void write(byte... roots) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (byte root : roots) {
            byte[] key = new byte[32];
            key[0] = root;
            lines.append(Base64.getEncoder().encodeToString(key)).append('\n');
        }
        Files.createDirectories(file().getParent());
        Files.writeString(file(), lines);
    }

    @Test
    void makes_a_key_that_only_its_owner_reads_and_keeps_one_that_is_there() throws IOException {
        inHome().prepare();
        byte[] made = Files.readAllBytes(file());
        inHome().prepare();
        assertThat(Files.readAllBytes(file())).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void makes_a_key_where_it_is_configured_to_be() {
        Path named = home.resolve("shared/root.key");
        Map<String, String> settings = Map.of("counterfoil.root.key.file", named.toString());
        new FileRootKey(name -> Optional.ofNullable(settings.get(name)), new SecureRandom()).prepare();
        assertThat(named).isNotEmptyFile();
    }

    @Test
    void a_first_start_that_was_cut_off_is_begun_anew() throws IOException {
        Files.createDirectories(file().getParent());
        Files.createFile(file());
        Files.writeString(home.resolve("keys/root.key.new"), "AAAA");
        inHome().prepare();
        assertThat(inHome().current()).isNotEmpty();
        assertThat(home.resolve("keys/root.key.new")).doesNotExist();
    }

    @Test
    void a_file_that_holds_something_else_is_left_as_it_is() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "c2hvcnQ=\n");
        inHome().prepare();
        assertThat(file()).hasContent("c2hvcnQ=\n");
    }

    @Test
    void a_key_is_the_same_in_base64_in_hexadecimal_and_bare() throws IOException {
        byte[] key = new byte[32];
        key[0] = 1;
        write((byte) 1);
        String name = inHome().current();
        Files.writeString(file(), HexFormat.of().formatHex(key) + "\n");
        assertThat(inHome().current()).isEqualTo(name);
        Files.write(file(), key);
        assertThat(inHome().current()).isEqualTo(name);
    }

    @Test
    void the_first_line_wraps_and_the_others_unwrap() throws IOException {
        write((byte) 1);
        String former = inHome().current();
        byte[] wrapped = inHome().wrap(KEY, CONTEXT);
        write((byte) 2, (byte) 1);
        assertThat(inHome().current()).isNotEqualTo(former);
        assertThat(inHome().unwrap(former, wrapped, CONTEXT)).isEqualTo(KEY);
    }

    @Test
    void another_key_is_told_as_such() throws IOException {
        write((byte) 1);
        String former = inHome().current();
        byte[] wrapped = inHome().wrap(KEY, CONTEXT);
        write((byte) 2);
        assertThatThrownBy(() -> inHome().unwrap(former, wrapped, CONTEXT))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("is not the one that this database was made with");
    }

    @Test
    void a_missing_file_is_told_and_none_is_made() throws IOException {
        write((byte) 1);
        byte[] wrapped = inHome().wrap(KEY, CONTEXT);
        String name = inHome().current();
        Files.delete(file());
        assertThatThrownBy(() -> inHome().unwrap(name, wrapped, CONTEXT))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("is missing");
        assertThat(file()).doesNotExist();
    }

    @Test
    void what_was_wrapped_for_one_purpose_does_not_open_for_another() throws IOException {
        write((byte) 1);
        byte[] wrapped = inHome().wrap(KEY, CONTEXT);
        assertThatThrownBy(() -> inHome().unwrap(inHome().current(), wrapped, new byte[] {2}))
                .isInstanceOf(DatabaseRefused.class);
    }

    @Test
    void what_is_no_key_is_not_repeated() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "c2hvcnQ=\n");
        assertThatThrownBy(() -> inHome().current())
                .hasMessageContaining("32 bytes in base64")
                .hasMessageNotContaining("c2hvcnQ");
    }
}
