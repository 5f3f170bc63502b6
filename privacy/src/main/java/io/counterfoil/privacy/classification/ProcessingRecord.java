package io.counterfoil.privacy.classification;

import io.counterfoil.domain.personaldata.Personal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The record of processing activities (GDPR, Article 30) as the API shows it: one activity for each purpose. */
record ProcessingRecord(String object, List<Activity> activities, List<String> security) {

    /** Article 30 (1) (g) and (2) (d). */
    private static final List<String> SECURITY = List.of(
            "Each value is sealed with AES-256-GCM under a random key of its person's own, bound to its place.",
            "Keys are wrapped by an epoch's key, those by a root key outside the database; both can be rotated.",
            "Data are shown masked unless the full view is asked for with the right to it; every access is logged.",
            "An erasure destroys the person's key, and is repeated after a restore from a ledger outside the database.",
            "All connections use TLS.");

    /** What is processed for one purpose. */
    record Activity(
            String purpose,
            List<String> categories,
            List<String> legalBases,
            List<String> retention,
            List<String> recipients,
            List<ColumnView> columns) {}

    /** One column. */
    record ColumnView(String name, String category, String legalBasis, String retention, String onErasure) {}

    static ProcessingRecord of(List<PersonalColumn> columns) {
        Map<String, List<PersonalColumn>> purposes = columns.stream()
                .collect(Collectors.groupingBy(PersonalColumn::purpose, TreeMap::new, Collectors.toList()));
        List<Activity> activities = purposes.entrySet().stream()
                .map(entry -> activity(entry.getKey(), entry.getValue()))
                .toList();
        return new ProcessingRecord("record_of_processing", activities, SECURITY);
    }

    private static Activity activity(String purpose, List<PersonalColumn> columns) {
        return new Activity(
                purpose,
                distinct(columns, column -> Stream.of(text(column.category()))),
                distinct(columns, column -> Stream.of(basis(column.basis()))),
                distinct(columns, column -> Stream.of(column.retention())),
                distinct(columns, column -> Stream.concat(Stream.of("the merchant"), column.recipients().stream())),
                columns.stream().map(ProcessingRecord::view).toList());
    }

    private static ColumnView view(PersonalColumn column) {
        return new ColumnView(
                column.name(),
                text(column.category()),
                basis(column.basis()),
                column.retention(),
                text(column.onErasure()));
    }

    private static List<String> distinct(List<PersonalColumn> columns, Function<PersonalColumn, Stream<String>> value) {
        return columns.stream().flatMap(value).distinct().sorted().toList();
    }

    private static String basis(Personal.Basis basis) {
        return switch (basis) {
            case CONSENT -> "consent, Article 6 (1) (a)";
            case CONTRACT -> "contract, Article 6 (1) (b)";
            case LEGAL_OBLIGATION -> "legal obligation, Article 6 (1) (c)";
            case LEGITIMATE_INTEREST -> "legitimate interest, Article 6 (1) (f)";
        };
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
