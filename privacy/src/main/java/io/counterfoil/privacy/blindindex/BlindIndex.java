package io.counterfoil.privacy.blindindex;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Exact search over sealed values: HMAC-SHA256 of the normalised text, under a key of each column's own and bound to
 * merchant and mode. The same address with two merchants, or in two columns, has nothing in common. Whoever asks must
 * normalise as whoever stored did.
 */
@Singleton
public final class BlindIndex implements SubjectRecords {

    private final Transactions transactions;
    private final KeyedHash hash;

    @Inject
    public BlindIndex(Transactions transactions, KeyedHash hash) {
        this.transactions = transactions;
        this.hash = hash;
    }

    /** Makes a value findable, in the running transaction; what stood there of this column goes. */
    public void put(DataSubject subject, String column, String normalised) {
        remove(subject, column);
        byte[] token = token(subject.merchant(), subject.livemode(), column, normalised);
        transactions.session(session -> session.insert(new BlindIndexRow(
                new BlindIndexRow.Key(subject.merchant(), subject.livemode(), column, token, subject.customer()))));
    }

    /** Makes a value unfindable, in the running transaction. */
    public void remove(DataSubject subject, String column) {
        transactions.session(session -> session.createMutationQuery(
                        "delete from BlindIndexRow where merchantId = :merchant and subjectId = :subject"
                                + " and sealedIn = :column")
                .setParameter("merchant", subject.merchant())
                .setParameter("subject", subject.customer())
                .setParameter("column", column)
                .executeUpdate());
    }

    /** The people who have exactly this value. Primary key. */
    public List<UUID> find(UUID merchant, boolean livemode, String column, String normalised) {
        return transactions.session(session -> session.createSelectionQuery(
                        "select subjectId from BlindIndexRow where merchantId = :merchant and livemode = :livemode"
                                + " and sealedIn = :column and token = :token order by subjectId desc",
                        UUID.class)
                .setParameter("merchant", merchant)
                .setParameter("livemode", livemode)
                .setParameter("column", column)
                .setParameter("token", token(merchant, livemode, column, normalised))
                .getResultList());
    }

    /** Nothing: it only repeats what the columns hold. */
    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {}

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        int removed = transactions.session(session -> session.createMutationQuery(
                        "delete from BlindIndexRow where merchantId = :merchant and subjectId = :subject")
                .setParameter("merchant", subject.merchant())
                .setParameter("subject", subject.customer())
                .executeUpdate());
        return removed == 0 ? Map.of() : Map.of("blind_index.token", removed);
    }

    private byte[] token(UUID merchant, boolean livemode, String column, String normalised) {
        String bound = merchant + (livemode ? " live " : " test ") + normalised;
        return hash.of("blind index " + column, bound.getBytes(StandardCharsets.UTF_8));
    }
}
