package io.counterfoil.domain.secret;

import com.google.crypto.tink.subtle.Hkdf;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.Transactions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one key that everything else is derived from (HKDF-SHA256, RFC 5869). It lives in a file outside the database; the
 * database holds a check value, so that a server with another key, or without the key of existing data, refuses to start.
 */
@Singleton
public final class RootKey {

    private static final int LENGTH = 32;

    private final ConfigurationSource configuration;
    private final Transactions transactions;
    private final SecureRandom random;
    private volatile byte @Nullable [] key;

    @Inject
    public RootKey(ConfigurationSource configuration, Transactions transactions, SecureRandom random) {
        this.configuration = configuration;
        this.transactions = transactions;
        this.random = random;
    }

    /**
     * A key for one purpose; the same root key and purpose always give the same bytes.
     *
     * @return 32 bytes
     */
    public byte[] derive(String purpose) {
        byte[] root = key;
        if (root == null) {
            throw new IllegalStateException("the root key is used before the database was opened");
        }
        return derive(root, purpose);
    }

    void establish(@Observes @Priority(1) DatabaseOpened opened) {
        transactions.session(session -> {
            Optional<RootKeyCheck> check = Optional.ofNullable(session.get(RootKeyCheck.class, RootKeyCheck.ONLY));
            byte[] root = read().orElseGet(() -> {
                if (check.isPresent()) {
                    throw new DatabaseRefused("The root key of this database is missing: restore the file " + file()
                            + ", or name it with COUNTERFOIL_ROOT_KEY_FILE.");
                }
                return make();
            });
            byte[] value = derive(root, "check value");
            if (check.isPresent() && !MessageDigest.isEqual(check.get().value(), value)) {
                throw new DatabaseRefused("The root key in " + file()
                        + " is not the one that this database was made with: restore that one.");
            }
            if (check.isEmpty()) {
                session.insert(new RootKeyCheck(value));
            }
            key = root;
            return true;
        });
    }

    private static byte[] derive(byte[] root, String purpose) {
        try {
            byte[] info = ("counterfoil " + purpose).getBytes(StandardCharsets.UTF_8);
            return Hkdf.computeHkdf("HMACSHA256", root, new byte[0], info, LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Path file() {
        return ServerSettings.ROOT_KEY_FILE
                .find(configuration)
                .orElseGet(() -> ServerSettings.HOME.in(configuration).resolve("keys/root.key"));
    }

    private Optional<byte[]> read() {
        Path file = file();
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            byte[] root = Base64.getDecoder().decode(Files.readString(file).strip());
            if (root.length == LENGTH) {
                return Optional.of(root);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // the message below says what is wrong; the cause could repeat the key
        }
        throw new DatabaseRefused("The root key in " + file + " can't be read: it holds 32 bytes in base64.");
    }

    private byte[] make() {
        if (ServerSettings.ROOT_KEY_FILE.find(configuration).isPresent()) {
            throw new DatabaseRefused("There is no root key in " + file()
                    + ": make one with `openssl rand -base64 32` and give it to every server.");
        }
        byte[] root = new byte[LENGTH];
        random.nextBytes(root);
        try {
            Path file = file();
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getEncoder().encodeToString(root) + "\n", StandardOpenOption.SYNC);
            return root;
        } catch (IOException unwritable) {
            throw new DatabaseRefused("The root key can't be written to " + file() + ": check the directory's rights.");
        }
    }
}
