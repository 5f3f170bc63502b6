package io.counterfoil.monitoring.review;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;

/** All reviews. */
@Singleton
final class Reviews {

    private static final String INSERT = """
        INSERT INTO monitoring.review (day, digest, made_at) VALUES (?, ?, ?) ON CONFLICT (day) DO NOTHING\
        """;

    private final Transactions transactions;
    private final Digests digests;
    private final InstantSource time;

    @Inject
    Reviews(Transactions transactions, Digests digests, InstantSource time) {
        this.transactions = transactions;
        this.digests = digests;
        this.time = time;
    }

    /** Draws up the review of a day that is over, unless it is there; servers may do so at once. Index review_pkey. */
    void drawUp(LocalDate day) {
        transactions.commit(() -> {
            boolean there = transactions
                    .sql()
                    .first("SELECT FROM monitoring.review WHERE day = ?", row -> true, day)
                    .isPresent();
            if (!there) {
                String digest = new String(Json.write(digests.of(day)), StandardCharsets.UTF_8);
                transactions.sql().update(INSERT, day, digest, now());
            }
        });
    }

    /** The days from one on that are drawn up and that nobody has signed, oldest first. */
    List<LocalDate> unsigned(LocalDate from, LocalDate to) {
        return transactions.session(session -> session.createSelectionQuery(
                        "select day from Review where day between :from and :to and signedOffAt is null order by day",
                        LocalDate.class)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList());
    }

    /** Newest first, before a day. */
    List<Review> page(LocalDate before, int rows) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from Review where day < :before order by day desc", Review.class)
                .setParameter("before", before)
                .setMaxResults(rows)
                .getResultList());
    }

    Optional<Review> find(LocalDate day) {
        return transactions.session(session -> Optional.ofNullable(session.get(Review.class, day)));
    }

    /**
     * Signs, inside the running transaction.
     *
     * @throws Problem 404 where there is no such review, 409 where it is signed
     */
    Review signOff(LocalDate day, String by) {
        return transactions.session(session -> {
            Review review = Optional.ofNullable(session.get(Review.class, day, LockMode.PESSIMISTIC_WRITE))
                    .orElseThrow(Problem::notFound);
            review.signOff(by, now());
            session.update(review);
            return review;
        });
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
