package io.counterfoil.liberty.launcher;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Holds back the first line that Liberty prints, before any of its settings are read: which runtime on which JVM. What it
 * prints later (errors, see the logging element of server.xml) passes.
 */
final class WithoutBanner extends FilterOutputStream {

    private static final String BANNER = "Launching ";

    private final StringBuilder start = new StringBuilder();
    private boolean atBanner = true;

    WithoutBanner(OutputStream terminal) {
        super(terminal);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void write(int single) throws IOException {
        if (!atBanner) {
            out.write(single);
            return;
        }
        start.append((char) (single & 0xff));
        String seen = start.toString();
        boolean mayBe = BANNER.startsWith(seen) || seen.startsWith(BANNER);
        atBanner = mayBe && single != '\n';
        if (!mayBe) {
            out.write(seen.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
