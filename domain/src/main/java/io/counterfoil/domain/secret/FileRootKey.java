package io.counterfoil.domain.secret;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.StartRefused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Root keys in a file outside the database, a line of base64 or hexadecimal each, or one as 32 bare bytes. The first wraps;
 * those below it are former ones, which stay until nothing is wrapped by them any more. The file is read each time: rare, and so a new line counts at once.
 */
@Singleton
final class FileRootKey implements RootKeyPlace {

    private static final int LENGTH = 32;
    private static final int NAME_LENGTH = 8;

    private final ConfigurationSource configuration;
    private final SecureRandom random;

    @Inject
    FileRootKey(ConfigurationSource configuration, SecureRandom random) {
        this.configuration = configuration;
        this.random = random;
    }

    @Override
    public String kind() {
        return SecretSettings.Kind.FILE.text();
    }

    /** For an empty database alone. Of a first start that was cut off there may be an empty file, which holds nobody's key. */
    @Override
    public void prepare() {
        if (holdsSomething(file())) {
            return;
        }
        byte[] root = new byte[LENGTH];
        random.nextBytes(root);
        try {
            write(file(), Base64.getEncoder().encodeToString(root) + "\n");
        } catch (IOException unwritable) {
            throw new DatabaseRefused("The root key can't be written to " + file() + ": check the directory's rights.");
        }
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Whole or not at all: whatever ends the server in between, the next start is as the first. */
    private static void write(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent(), only("rwx------"));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, only("rw-------"));
        Files.writeString(draft, line, StandardOpenOption.SYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<Set<PosixFilePermission>> only(String rights) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
    }

    @Override
    public String current() {
        return name(first());
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        try {
            return new AesGcmJce(derive(first(), "wrap")).encrypt(key, context);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public byte[] unwrap(String name, byte[] wrapped, byte[] context) {
        for (byte[] root : read()) {
            if (name(root).equals(name)) {
                try {
                    return new AesGcmJce(derive(root, "wrap")).decrypt(wrapped, context);
                } catch (GeneralSecurityException changed) {
                    throw new DatabaseRefused(
                            "A key in the database was changed: it does not open with the root key in " + file() + ".");
                }
            }
        }
        throw another();
    }

    /** The key that databases were made with before they held keys of their own. */
    byte[] first() {
        return read().get(0);
    }

    StartRefused another() {
        return new StartRefused(
                "The root key in " + file() + " is not the one that this database was made with: restore that one.");
    }

    static byte[] derive(byte[] root, String purpose) {
        try {
            byte[] info = ("counterfoil " + purpose).getBytes(StandardCharsets.UTF_8);
            return Hkdf.computeHkdf("HMACSHA256", root, new byte[0], info, LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String name(byte[] root) {
        return HexFormat.of().formatHex(derive(root, "name"), 0, NAME_LENGTH);
    }

    private Path file() {
        return ServerSettings.ROOT_KEY_FILE
                .find(configuration)
                .orElseGet(() -> ServerSettings.HOME.in(configuration).resolve("keys/root.key"));
    }

    private List<byte[]> read() {
        Path file = file();
        if (Files.notExists(file)) {
            throw new StartRefused("The root key of this database is missing: restore the file " + file
                    + ", or name it with COUNTERFOIL_ROOT_KEY_FILE.");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            List<byte[]> roots = bytes.length == LENGTH ? List.of(bytes) : lines(bytes);
            if (!roots.isEmpty() && roots.stream().allMatch(root -> root.length == LENGTH)) {
                return roots;
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // the message below says what is wrong; the cause could repeat the key
        }
        throw new StartRefused("The root key in " + file + " can't be read: it holds 32 bytes in base64.");
    }

    private static List<byte[]> lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.length() == 2 * LENGTH
                        ? HexFormat.of().parseHex(line)
                        : Base64.getDecoder().decode(line))
                .toList();
    }
}
