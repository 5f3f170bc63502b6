package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.lasting.LastingRecord;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every erasure, in a file outside the database. A line is on the disk before its erasure commits: one that was written for
 * nothing only says that somebody asked, and is taken back by another where the person lives on. Each carries a keyed hash, so that nobody erases by editing the file.
 */
@Singleton
final class ErasureLedger {

    private static final String PURPOSE = "erasure ledger";
    private static final int TAIL_BYTES = 16 * 1024;

    private final LastingRecord record;
    private final KeyedHash hash;

    @Inject
    ErasureLedger(ConfigurationSource configuration, KeyedHash hash) {
        this.record = new LastingRecord(ErasureSettings.ledger(configuration));
        this.hash = hash;
    }

    /**
     * Adds a line.
     *
     * @throws Problem 503 when it can't be written: the erasure must not commit then
     */
    void add(LedgerLine line) {
        try {
            record.append(line.text() + " " + proof(line.text()));
        } catch (IOException unwritable) {
            throw Problem.unavailable(
                    "The erasure ledger can't be written, so nothing was erased. Tell whoever runs the server.");
        }
    }

    /** Those of one person. */
    List<LedgerLine> linesOf(DataSubject subject) {
        return lines().stream().filter(line -> line.subject().equals(subject)).toList();
    }

    /** Where it is. */
    Path file() {
        return record.file();
    }

    /**
     * All erasures there ever were, but those that were undone.
     *
     * @throws DatabaseRefused when the file can't be read, or holds a line that no server of this house wrote
     */
    List<LedgerLine> lines() {
        return read(record::lines);
    }

    /** Some of the newest, of those that were not undone. */
    List<LedgerLine> newest() {
        return read(() -> record.lastLines(TAIL_BYTES));
    }

    /** How long the file is. */
    long size() throws IOException {
        return record.size();
    }

    /** Where lines come from. */
    @FunctionalInterface
    private interface Source {
        List<String> lines() throws IOException;
    }

    private List<LedgerLine> read(Source source) {
        List<LedgerLine> lines = new ArrayList<>();
        try {
            for (String text : source.lines()) {
                int end = text.lastIndexOf(' ');
                Optional<LedgerLine> line = LedgerLine.parse(end < 0 ? "" : text.substring(0, end));
                String proof = text.substring(end + 1);
                // a shorter one was cut by a crash, before its erasure
                if (line.isPresent() && proof.length() == proof("").length()) {
                    if (!proof.equals(proof(line.get().text()))) {
                        throw new DatabaseRefused("The erasure ledger " + record.file()
                                + " holds a line that was not written with the keys of this database: restore"
                                + " the file.");
                    }
                    lines.add(line.get());
                }
            }
            return inForce(lines);
        } catch (IOException unreadable) {
            throw new DatabaseRefused(
                    "The erasure ledger can't be read: " + record.file() + ". Check the file's rights and its disk.");
        }
    }

    /** Without those that were taken back. */
    static List<LedgerLine> inForce(List<LedgerLine> written) {
        Set<LedgerLine> lines = new LinkedHashSet<>();
        written.forEach(line -> {
            if (line.back()) {
                lines.remove(line.promise());
            } else {
                lines.add(line);
            }
        });
        return List.copyOf(lines);
    }

    private String proof(String text) {
        return HexFormat.of().formatHex(hash.of(PURPOSE, text.getBytes(StandardCharsets.UTF_8)));
    }
}
