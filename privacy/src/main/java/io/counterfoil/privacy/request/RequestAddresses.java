package io.counterfoil.privacy.request;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.privacy.customer.MailAddresses;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;

/** The addresses that requests came with, and when they are forgotten for good. */
@Singleton
public final class RequestAddresses {

    /**
     * What is about the person, or came from an address that is nobody else's; not where somebody else is left whom the
     * request is about, nor where it has ended and its last letter is still to be sent. Indexes request_customers,
     * request_email.
     */
    private static final String THEIRS = """
        SELECT r.id FROM privacy.request r
        WHERE r.merchant_id = ? AND r.livemode = ? AND r.email_index IS NOT NULL
          AND (r.ended_at IS NULL OR r.email IS NULL)
          AND (r.customers @> ARRAY[?::uuid] OR r.email_index = ?)
          AND NOT EXISTS (SELECT FROM privacy.customer c
                          WHERE c.merchant_id = r.merchant_id AND c.id = ANY (r.customers)
                            AND c.id <> ? AND c.erased_at IS NULL)
        ORDER BY r.id\
        """;

    /** Index request_email. */
    private static final String SWEEP = """
        UPDATE privacy.request SET email_index = NULL
        WHERE email_index IS NOT NULL AND email IS NULL AND ended_at <= ?::timestamptz - interval '1 day'\
        """;

    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final byte[] NO_INDEX = {};

    private final Transactions transactions;
    private final Confidences confidences;
    private final MailAddresses customers;
    private final Times times;

    @Inject
    public RequestAddresses(Transactions transactions, Confidences confidences, MailAddresses customers, Times times) {
        this.transactions = transactions;
        this.confidences = confidences;
        this.customers = customers;
        this.times = times;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(BETWEEN_SWEEPS, "addresses of requests that were taken back", this::sweep);
    }

    int sweep() {
        return transactions.commit(() -> transactions.sql().update(SWEEP, times.now()));
    }

    /**
     * Forgets them, inside the running transaction; to be called while the person's own address can be read.
     *
     * @return how many values of which column were removed
     */
    public Map<String, Integer> forget(DataSubject person) {
        return transactions.session(session -> {
            List<UUID> theirs = transactions
                    .sql()
                    .all(
                            THEIRS,
                            row -> row.getObject(1, UUID.class),
                            person.merchant(),
                            person.livemode(),
                            person.customer(),
                            index(person),
                            person.customer());
            int addresses = 0;
            for (UUID id : theirs) {
                PrivacyRequest request = session.get(
                        PrivacyRequest.class, new MerchantScopedId(person.merchant(), id), LockMode.PESSIMISTIC_WRITE);
                addresses += request.email == null ? 0 : 1;
                confidences.forgetEmail(request);
                request.emailIndex = null;
                session.update(request);
            }
            return Map.of("request.email", addresses, "request.email_index", theirs.size());
        });
    }

    private byte[] index(DataSubject person) {
        try {
            Optional<String> address = customers.ofNobodyElse(
                    person, AccessLog.Opener.system(IdKind.CUSTOMER.text(person.customer())), "customer.erase");
            return address.map(known -> confidences.index(person.merchant(), person.livemode(), known))
                    .orElse(NO_INDEX);
        } catch (SealBroken changed) {
            return NO_INDEX;
        }
    }
}
