package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.blindindex.BlindIndex;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Makes customers and changes what is known of them: sealed values, and the index that finds them. */
@Singleton
final class Records {

    private final Transactions transactions;
    private final SubjectKeys keys;
    private final SealedFields fields;
    private final BlindIndex index;
    private final Births births;

    @Inject
    Records(Transactions transactions, SubjectKeys keys, SealedFields fields, BlindIndex index, Births births) {
        this.transactions = transactions;
        this.keys = keys;
        this.fields = fields;
        this.index = index;
        this.births = births;
    }

    /** Ids and times of what is new. */
    @Singleton
    static final class Births {

        private final Ids ids;
        private final InstantSource time;

        @Inject
        Births(Ids ids, InstantSource time) {
            this.ids = ids;
            this.time = time;
        }

        UUID id() {
            return ids.next();
        }

        Instant now() {
            return time.instant().truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** Makes a customer and its key, in the running transaction or one of its own. */
    Customer create(UUID merchant, boolean livemode, CustomerData data) {
        Customer customer = new Customer(new DataSubject(merchant, livemode, births.id()), births.now());
        keys.create(merchant, customer.id);
        fields.seal(customer, data);
        return transactions.session(session -> {
            session.insert(customer);
            index(customer, data);
            return customer;
        });
    }

    /**
     * Changes what was sent, and nothing else.
     *
     * @throws Problem 404 when there is no such customer, 409 when it was erased
     */
    Customer change(DataSubject subject, Body<CustomerRequest> body) {
        return transactions.session(session -> {
            // an erasure destroys the key first: it waits for this, or nothing is written after it
            boolean alive = keys.hold(transactions.sql(), subject);
            Customer customer = session.createSelectionQuery(
                            "from Customer where merchantId = :merchant and id = :id and livemode = :livemode",
                            Customer.class)
                    .setParameter("merchant", subject.merchant())
                    .setParameter("id", subject.customer())
                    .setParameter("livemode", subject.livemode())
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getSingleResultOrNull();
            if (customer == null) {
                throw Problem.notFound();
            }
            if (!alive || customer.erasedAt != null) {
                throw Problem.conflict("customer_erased", "This customer was erased: there is nothing left to change.");
            }
            CustomerData data = CustomerRules.change(fields.open(customer), body);
            fields.seal(customer, data);
            customer.updatedAt = births.now();
            session.update(customer);
            index(customer, data);
            return customer;
        });
    }

    private void index(Customer customer, CustomerData data) {
        String email = data.email();
        if (email == null) {
            index.remove(customer.subject(), SealedFields.EMAIL);
        } else {
            index.put(customer.subject(), SealedFields.EMAIL, EmailAddress.normalised(email));
        }
    }
}
