package io.counterfoil.privacy.export;

import com.google.crypto.tink.Aead;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.BiConsumer;

/**
 * Seals what is written, part by part, so that nothing readable is ever put down. Each part is bound to its place and to
 * whether it is the last: none can be moved, left out or added.
 */
final class SealingStream extends OutputStream {

    static final int PART = 256 * 1024;

    private final Aead aead;
    private final String place;
    private final BiConsumer<Integer, byte[]> into;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(PART);
    private int part;
    private long size;
    private boolean closed;

    SealingStream(Aead aead, String place, BiConsumer<Integer, byte[]> into) {
        this.aead = aead;
        this.place = place;
        this.into = into;
    }

    /** How many bytes were written. */
    long size() {
        return size;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int at = from;
        int left = length;
        while (left > 0) {
            if (buffer.size() == PART) {
                seal(false);
            }
            int some = Math.min(left, PART - buffer.size());
            buffer.write(bytes, at, some);
            at += some;
            left -= some;
        }
        size += length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            seal(true);
        }
    }

    private void seal(boolean last) {
        try {
            into.accept(part, aead.encrypt(buffer.toByteArray(), place(place, part, last)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        part++;
        buffer.reset();
    }

    static byte[] place(String place, int part, boolean last) {
        return (place + "/" + part + (last ? "/last" : "")).getBytes(StandardCharsets.UTF_8);
    }
}
