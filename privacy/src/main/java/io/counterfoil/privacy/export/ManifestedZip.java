package io.counterfoil.privacy.export;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that remembers size and SHA-256 of each file in it. */
final class ManifestedZip implements AutoCloseable {

    private final ZipOutputStream zip;
    private final LocalDateTime made;
    private final List<Entry> entries = new ArrayList<>();

    ManifestedZip(OutputStream into, Instant made) {
        this.zip = new ZipOutputStream(into);
        this.made = LocalDateTime.ofInstant(made, ZoneOffset.UTC);
    }

    /** A file of the zip. */
    record Entry(String name, long size, String sha256) {}

    /** Writes a file; not closed, it would close the zip. */
    interface Content {
        void writeTo(OutputStream file) throws IOException;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    void add(String name, byte[] content) throws IOException {
        add(name, file -> file.write(content));
    }

    void add(String name, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(made);
        zip.putNextEntry(entry);
        Counted counted = new Counted(zip, sha256());
        content.writeTo(counted);
        counted.flush();
        zip.closeEntry();
        entries.add(new Entry(
                name,
                counted.size,
                HexFormat.of().formatHex(counted.getMessageDigest().digest())));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Counted extends DigestOutputStream {

        private long size;

        Counted(OutputStream into, MessageDigest digest) {
            super(into, digest);
        }

        @Override
        public void write(int one) throws IOException {
            super.write(one);
            size++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            super.write(bytes, from, length);
            size += length;
        }
    }
}
