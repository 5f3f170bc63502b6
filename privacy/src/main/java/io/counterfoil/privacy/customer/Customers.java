package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.privacy.blindindex.BlindIndex;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/** All customers. */
@Singleton
public final class Customers implements DataSubjects {

    private final Transactions transactions;
    private final BlindIndex index;
    private final InstantSource time;

    @Inject
    public Customers(Transactions transactions, BlindIndex index, InstantSource time) {
        this.transactions = transactions;
        this.index = index;
        this.time = time;
    }

    @Override
    public Standing standing(DataSubject subject) {
        return find(subject).map(Customer::standing).orElse(Standing.UNKNOWN);
    }

    @Override
    public Optional<DataSubject> find(UUID customer) {
        return transactions.session(
                session -> session.createSelectionQuery("from Customer where id = :id", Customer.class)
                        .setParameter("id", customer)
                        .uniqueResultOptional()
                        .map(Customer::subject));
    }

    /** The customers of a merchant who have this e-mail address, however it is written. */
    public List<DataSubject> withEmail(UUID merchant, boolean livemode, String email) {
        return index.find(merchant, livemode, SealedFields.EMAIL, EmailAddress.normalised(email)).stream()
                .map(id -> new DataSubject(merchant, livemode, id))
                .toList();
    }

    /**
     * Restricts the use of a person's data, or ends that, in the running transaction or one of its own.
     *
     * @return false when there is no such person, or no data any more
     */
    public boolean restrict(DataSubject subject, boolean restricted) {
        @Nullable Instant since = restricted ? time.instant().truncatedTo(ChronoUnit.MICROS) : null;
        int changed = transactions.session(session -> session.createMutationQuery(
                        "update Customer set restrictedAt = :since where merchantId = :merchant and id = :id"
                                + " and livemode = :livemode and erasedAt is null")
                .setParameter("since", since, Instant.class)
                .setParameter("merchant", subject.merchant())
                .setParameter("id", subject.customer())
                .setParameter("livemode", subject.livemode())
                .executeUpdate());
        return changed == 1;
    }

    /**
     * Since when the use of a person's data is restricted; empty where it isn't, or there is no such person. Inside the running
     * transaction, until whose end nobody else changes it.
     */
    public Optional<Instant> restrictedSince(DataSubject subject) {
        return transactions
                .session(session -> Optional.ofNullable(session.get(
                        Customer.class,
                        new MerchantScopedId(subject.merchant(), subject.customer()),
                        LockMode.PESSIMISTIC_WRITE)))
                .filter(customer -> customer.livemode == subject.livemode() && customer.erasedAt == null)
                .map(customer -> customer.restrictedAt);
    }

    Optional<Customer> find(DataSubject subject) {
        return transactions
                .session(session -> Optional.ofNullable(
                        session.get(Customer.class, new MerchantScopedId(subject.merchant(), subject.customer()))))
                .filter(customer -> customer.livemode == subject.livemode());
    }
}
