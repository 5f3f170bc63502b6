package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The zip that goes to another machine holds, in one directory, what all other tests run, to the byte. */
class PackageIT {

    @Test
    void holds_what_the_tests_run_and_nothing_else() throws IOException {
        List<Path> zips = zips();
        assumeThat(zips).as("the zip was left out: -Dcounterfoil.zip.skip").isNotEmpty();

        assertThat(zips).hasSize(1);
        assertThat(entries(zips.get(0))).isEqualTo(files(Distribution.directory()));
    }

    private static List<Path> zips() throws IOException {
        try (Stream<Path> built = Files.list(Distribution.directory().resolveSibling("."))) {
            return built.filter(file -> file.getFileName().toString().matches("counterfoil-.*\\.zip"))
                    .toList();
        }
    }

    /** Path below the package's own directory, and checksum. */
    private static Map<String, Long> entries(Path zip) throws IOException {
        Map<String, Long> entries = new TreeMap<>();
        String root = zip.getFileName().toString().replaceFirst("\\.zip$", "/");
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry :
                    file.stream().filter(one -> !one.isDirectory()).toList()) {
                assertThat(entry.getName()).startsWith(root);
                entries.put(entry.getName().substring(root.length()), entry.getCrc());
            }
        }
        return entries;
    }

    private static Map<String, Long> files(Path directory) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), checksum(file));
            }
        }
        return files;
    }

    private static long checksum(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32())) {
            checked.transferTo(OutputStream.nullOutputStream());
            return checked.getChecksum().getValue();
        }
    }
}
