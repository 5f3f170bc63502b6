package io.counterfoil.liberty.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a running server has written, for tests that search it for what must not be there. */
public final class WrittenFile {

    private WrittenFile() {}

    /** A character for each byte; nothing of a file that PostgreSQL has recycled since it was listed. */
    public static String bytes(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }
}
