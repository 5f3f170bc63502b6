package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.lasting.LastingRecord;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.AnnouncedKeys;
import io.counterfoil.domain.transparency.StoredLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which of the keys in the database are a log's own, found without the root key: whoever can write rows can add one.
 *
 * <p>A key is, if a server has written it outside the database, or if a key before it that is signed the note which announced
 * it. Where no server has written any key of the log, as on another machine, its first one is taken at its word.
 */
final class OwnKeys {

    private final Path record;
    private final String name;

    /**
     * The keys of the logs of a name.
     *
     * @param record the file of published checkpoints; servers write the keys beside it
     */
    OwnKeys(Path record, String name) {
        this.record = record;
        this.name = name;
    }

    private record Row(UUID id, String verifier, Optional<String> announcement) {}

    /** Those of one log. A row that holds none is a finding, and hides nothing else. */
    NoteVerifier[] of(Sql sql, StoredLog log, Findings findings) {
        List<String> announced = announced(log);
        List<NoteVerifier> own = new ArrayList<>();
        for (Row row : rows(sql, log)) {
            try {
                NoteVerifier key = NoteVerifier.parse(row.verifier());
                boolean first =
                        announced.isEmpty() && own.isEmpty() && key.name().equals(log.origin());
                if (first || announced.contains(row.verifier()) || announces(log, row, own)) {
                    own.add(key);
                } else {
                    findings.add(
                            "Row %s in log_key is no key of this log: no server has announced it.".formatted(row.id()));
                }
            } catch (InvalidNote changed) {
                findings.add("Row %s in log_key was changed: %s".formatted(row.id(), changed.getMessage()));
            }
        }
        return own.toArray(NoteVerifier[]::new);
    }

    /** Index log_key_pkey; the oldest first. */
    private static List<Row> rows(Sql sql, StoredLog log) {
        return sql.all(
                "SELECT id, verifier, announcement FROM domain.log_key WHERE log_id = ? ORDER BY id",
                row -> new Row(row.getObject(1, UUID.class), row.getString(2), Optional.ofNullable(row.getString(3))),
                log.id());
    }

    private List<String> announced(StoredLog log) {
        LastingRecord announced = AnnouncedKeys.beside(record, name);
        try {
            return announced.lines().stream()
                    .filter(key -> key.startsWith(log.origin() + "+"))
                    .toList();
        } catch (IOException unreadable) {
            throw new LogRefused("The log's verifier keys can't be read: %s. Check the file's rights and its disk."
                    .formatted(announced.file()));
        }
    }

    /** Whether a key that was the log's own before has announced this one. */
    private static boolean announces(StoredLog log, Row row, List<NoteVerifier> own) {
        return row.announcement()
                .map(note -> {
                    try {
                        String text = SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))
                                .open(own.toArray(NoteVerifier[]::new));
                        return text.startsWith(log.origin() + " has a new key\n")
                                && text.endsWith("\nnew " + row.verifier() + "\n");
                    } catch (InvalidNote unsigned) {
                        return false;
                    }
                })
                .orElse(false);
    }
}
