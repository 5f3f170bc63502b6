package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the webhooks of operators are signed with (Standard Webhooks 1.0.0, {@code v1}). The secret of a channel is derived
 * from the root key and stored nowhere; a channel that is made anew has another.
 */
@Singleton
final class ChannelSecrets {

    private static final String PURPOSE = "alert channel secret";
    private static final String ALGORITHM = "HmacSHA256";

    private final KeyedHash hash;

    @Inject
    ChannelSecrets(KeyedHash hash) {
        this.hash = hash;
    }

    /** As receivers take it: {@code whsec_} and base64 of 32 bytes. */
    String reveal(UUID channel) {
        return "whsec_" + Base64.getEncoder().encodeToString(secret(channel));
    }

    /** The three headers of an attempt. */
    Map<String, String> headers(UUID channel, String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 128);
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(mac(secret(channel), signed.toByteArray())));
    }

    private byte[] secret(UUID channel) {
        return hash.of(PURPOSE, channel.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
