package io.counterfoil.liberty.privacy;

import io.counterfoil.liberty.faults.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whoever holds the database and the root key: has every key of a person or merchant that is in the database, and knows how
 * values are sealed. Shares no code with the server.
 */
final class EveryKey {

    private static final int IV = 12;
    private static final int TAG_BITS = 128;
    private static final byte FORMAT = 1;

    private final Database database;
    private final byte[] wrapping;

    EveryKey(Path home) throws IOException, GeneralSecurityException {
        this.database = new Database(home);
        byte[] root = Base64.getDecoder()
                .decode(Files.readString(home.resolve("keys/root.key")).strip());
        this.wrapping = derived(root, "counterfoil wrap");
    }

    /**
     * A value as it stands in its column.
     *
     * @param place what it is bound to: merchant, person, column and row
     */
    record Ciphertext(String column, byte[] sealed, byte[] place) {

        static Ciphertext of(UUID merchant, UUID person, String column, String row, String hex) {
            String place = String.join("\n", merchant.toString(), person.toString(), column, row);
            return new Ciphertext(column, HexFormat.of().parseHex(hex), place.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** All keys that are left. */
    List<byte[]> left() {
        List<byte[]> keys = new ArrayList<>();
        for (String row : database.texts("SELECT concat_ws(' ', k.merchant_id, k.subject_id, e.id,"
                + " encode(e.wrapped, 'hex'), encode(k.wrapped, 'hex'))"
                + " FROM privacy_keys.subject_key k JOIN privacy_keys.epoch_key e ON e.id = k.epoch")) {
            String[] key = row.split(" ");
            byte[] epoch = open(wrapping, HexFormat.of().parseHex(key[3]), text("counterfoil epoch key " + key[2]))
                    .orElseThrow();
            keys.add(open(epoch, HexFormat.of().parseHex(key[4]), text("subject key " + key[0] + " " + key[1]))
                    .orElseThrow());
        }
        return keys;
    }

    /** Whether any of the keys opens it. */
    static boolean opens(List<byte[]> keys, Ciphertext value) {
        byte[] sealed = value.sealed();
        return sealed[0] == FORMAT
                && keys.stream()
                        .anyMatch(key -> open(key, Arrays.copyOfRange(sealed, 1, sealed.length), value.place())
                                .isPresent());
    }

    private static Optional<byte[]> open(byte[] key, byte[] sealed, byte[] place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, sealed, 0, IV));
            cipher.updateAAD(place);
            return Optional.of(cipher.doFinal(sealed, IV, sealed.length - IV));
        } catch (AEADBadTagException another) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** RFC 5869 without a salt, one block. */
    private static byte[] derived(byte[] root, String info) throws GeneralSecurityException {
        byte[] extracted = hmac(new byte[32], root);
        byte[] expand = Arrays.copyOf(text(info), text(info).length + 1);
        expand[expand.length - 1] = 1;
        return hmac(extracted, expand);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
