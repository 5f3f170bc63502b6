package io.counterfoil.monitoring.peopleletter;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.recovery.Unfinished;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.monitoring.trace.AffectedPeople;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Letters that are to be sent, and what became of each. A person gets at most one about an incident. */
@Singleton
public final class PeopleLetters {

    private static final int CHUNK = 2_000;

    /** Unique index people_letter_merchant_id_incident_id_subject_id_key. */
    private static final String WRITE = """
        INSERT INTO monitoring.people_letter
               (merchant_id, id, incident_id, livemode, subject_id, since, fields, state, ask_at)
        SELECT merchant, id, ?, livemode, customer, ?, fields, 'waiting', now()
        FROM jsonb_to_recordset(?::jsonb) AS r (merchant uuid, id uuid, livemode boolean, customer uuid, fields text)
        ON CONFLICT (merchant_id, incident_id, subject_id) DO NOTHING\
        """;

    /** Indexes people_letter_incident, people_letter_count_incident. */
    private static final String STATES = """
        SELECT state, sum(count)
        FROM (SELECT state, count(*) AS count FROM monitoring.people_letter WHERE incident_id = ? GROUP BY state
              UNION ALL
              SELECT state, count FROM monitoring.people_letter_count WHERE incident_id = ?) AS of_incident
        GROUP BY state\
        """;

    /** Primary key people_letter_pkey. What was being sent when its server died may have arrived: it is left alone. */
    private static final String TAKE = """
        UPDATE monitoring.people_letter
        SET state = CASE WHEN state = 'waiting' THEN 'sending' ELSE 'unknown' END,
            ask_at = CASE WHEN state = 'waiting' THEN ask_at END
        WHERE merchant_id = ? AND id = ?
        RETURNING state = 'sending'\
        """;

    private static final String END = """
        UPDATE monitoring.people_letter SET state = ?, owner = NULL, ask_at = NULL WHERE merchant_id = ? AND id = ?\
        """;

    private static final String AGAIN = """
        UPDATE monitoring.people_letter
        SET state = 'waiting', owner = NULL, ask_at = now() + ? * interval '1 millisecond'
        WHERE merchant_id = ? AND id = ?\
        """;

    private final Transactions transactions;
    private final Ids ids;
    private final Unfinished unfinished;

    @Inject
    public PeopleLetters(Transactions transactions, Ids ids, ThisServer server) {
        this.transactions = transactions;
        this.ids = ids;
        this.unfinished = new Unfinished(transactions, server, "monitoring.people_letter");
    }

    private record Row(UUID merchant, UUID id, boolean livemode, UUID customer, String fields) {}

    /**
     * Queues letters, inside the running transaction; who has one about this incident gets no other.
     *
     * @param since when it began
     * @return how many are new
     */
    public int write(UUID incident, Instant since, List<AffectedPeople.Person> people) {
        Sql sql = transactions.sql();
        int written = 0;
        for (int from = 0; from < people.size(); from += CHUNK) {
            List<Row> rows = people.subList(from, Math.min(people.size(), from + CHUNK)).stream()
                    .map(person -> new Row(
                            person.owner().merchant(),
                            ids.next(),
                            person.owner().livemode(),
                            person.customer(),
                            String.join(",", person.fields())))
                    .toList();
            written += sql.update(WRITE, incident, since, new String(Json.write(rows), StandardCharsets.UTF_8));
        }
        return written;
    }

    /** How many letters about an incident are waiting, sending, sent, unsent, or of unknown fate; also those forgotten. */
    public Map<String, Long> states(UUID incident) {
        Map<String, Long> states = new TreeMap<>();
        transactions
                .session(session -> transactions
                        .sql()
                        .all(STATES, row -> Map.entry(row.getString(1), row.getLong(2)), incident, incident))
                .forEach(state -> states.put(state.getKey(), state.getValue()));
        return states;
    }

    /** Some that are due, for this server alone. */
    List<MerchantScopedId> claimDue() {
        return transactions.commit(unfinished::claimDue);
    }

    /** Notes that a letter is being sent, and commits that before it is; empty where nobody may send it any more. */
    Optional<PeopleLetter> take(MerchantScopedId letter) {
        return transactions.commit(() -> transactions
                .sql()
                .first(TAKE, row -> row.getBoolean(1), letter.merchantId(), letter.id())
                .filter(mine -> mine)
                .map(mine -> transactions.session(session -> session.get(PeopleLetter.class, letter))));
    }

    void end(PeopleLetter letter, String state) {
        transactions.commit(() -> transactions.sql().update(END, state, letter.merchantId, letter.id));
    }

    void again(PeopleLetter letter, Duration pause) {
        transactions.commit(() -> transactions.sql().update(AGAIN, pause.toMillis(), letter.merchantId, letter.id));
    }
}
