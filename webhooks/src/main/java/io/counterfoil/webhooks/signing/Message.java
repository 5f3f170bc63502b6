package io.counterfoil.webhooks.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What is signed.
 *
 * @param id the {@code webhook-id}, the same on every retry; without a dot, which parts the signed text
 * @param timestamp when this attempt is made
 * @param body the bytes that are sent
 */
record Message(String id, Instant timestamp, byte[] body) {

    public Message {
        if (id.indexOf('.') >= 0) {
            throw new IllegalArgumentException("a webhook-id holds no dot");
        }
    }

    /** {@code id.timestamp.body}, the timestamp in seconds. */
    byte[] signedBytes() {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 64);
        signed.writeBytes((id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return signed.toByteArray();
    }
}
