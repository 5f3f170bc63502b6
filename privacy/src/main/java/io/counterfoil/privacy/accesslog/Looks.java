package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts whose data somebody has opened, for whoever looks back. */
@Singleton
public final class Looks {

    /**
     * Primary key access_log_pkey where a merchant is named; for an operator, who reads every merchant's, the days of the
     * window are read whole.
     */
    private static final String WHICH = """
        FROM privacy.access_log
        WHERE id >= ? AND id < ? AND actor = ? AND (?::uuid IS NULL OR merchant_id = ?) AND (?::uuid IS NULL OR livemode = ?)\
        """;

    /** Masked data were seen where a customer was read without the full view. */
    private static final String OWNERS = """
        SELECT merchant_id, livemode, count(DISTINCT subject_id), count(*),
               count(DISTINCT subject_id) FILTER (WHERE purpose NOT LIKE 'customer.%%' OR purpose LIKE '%%\\_full')
        %s GROUP BY 1, 2 ORDER BY 1, 2\
        """.formatted(WHICH);

    private static final String PEOPLE = """
        SELECT merchant_id, livemode, subject_id, string_agg(DISTINCT fields, ',')
        %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT ?\
        """.formatted(WHICH);

    private static final String FIELDS = """
        SELECT DISTINCT unnest(string_to_array(fields, ',')) %s ORDER BY 1\
        """.formatted(WHICH);

    private final Transactions transactions;

    @Inject
    Looks(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What was opened of one merchant's customers in one mode.
     *
     * @param records how many looks there were
     * @param unmasked how many of the people were shown as they are
     */
    public record Owner(UUID merchant, boolean livemode, long subjects, long records, long unmasked) {}

    /**
     * One of them.
     *
     * @param fields the names of what was opened of this one
     */
    public record Person(UUID merchant, boolean livemode, UUID customer, List<String> fields) {}

    /**
     * What was found.
     *
     * @param people some of all, by id
     * @param fields the names of what was opened
     */
    public record Found(List<Owner> owners, List<Person> people, List<String> fields) {}

    /** Whose customers: one merchant's in one mode. */
    public record Of(UUID merchant, boolean livemode) {}

    /** What an actor opened in a time, of one merchant's customers or of all; inside the running transaction. */
    public Found by(Optional<Of> merchant, String actor, Instant from, Instant to, int mostPeople) {
        @Nullable UUID only = merchant.map(Of::merchant).orElse(null);
        boolean livemode = merchant.map(Of::livemode).orElse(false);
        Object[] which = {Ids.firstAt(from), Ids.firstAt(to), actor, only, only, only, livemode};
        Sql sql = transactions.sql();
        List<Owner> owners = sql.all(
                OWNERS,
                row -> new Owner(
                        row.getObject(1, UUID.class),
                        row.getBoolean(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)),
                which);
        Object[] some = {Ids.firstAt(from), Ids.firstAt(to), actor, only, only, only, livemode, mostPeople};
        return new Found(
                owners,
                sql.all(
                        PEOPLE,
                        row -> new Person(
                                row.getObject(1, UUID.class),
                                row.getBoolean(2),
                                row.getObject(3, UUID.class),
                                names(row.getString(4))),
                        some),
                sql.all(FIELDS, row -> row.getString(1), which));
    }

    private static List<String> names(String listed) {
        return Arrays.stream(listed.split(","))
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }
}
