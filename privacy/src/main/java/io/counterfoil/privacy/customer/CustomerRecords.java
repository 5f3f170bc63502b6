package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a customer's own row says of the person. */
@Singleton
final class CustomerRecords implements SubjectRecords {

    private final Transactions transactions;
    private final Customers customers;
    private final SealedFields fields;
    private final InstantSource time;

    @Inject
    CustomerRecords(Transactions transactions, Customers customers, SealedFields fields, InstantSource time) {
        this.transactions = transactions;
        this.customers = customers;
        this.fields = fields;
        this.time = time;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        customers.find(subject).filter(customer -> customer.erasedAt == null).ifPresent(customer -> {
            CustomerData data = fields.open(customer);
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("reference", data.reference());
            members.put("email", data.email());
            members.put("name", data.name());
            members.put("phone", data.phone());
            members.put("address", data.address());
            members.put("livemode", customer.livemode);
            members.put("created_at", customer.createdAt);
            members.put("updated_at", customer.updatedAt);
            members.put("restricted_at", customer.restrictedAt);
            into.accept(new SubjectRecord("customers", customer.text(), members));
        });
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return transactions.session(session -> {
            Map<String, Integer> destroyed = new TreeMap<>();
            customers
                    .find(subject)
                    .filter(customer -> customer.erasedAt == null)
                    .ifPresent(customer -> {
                        SealedFields.present(customer).forEach(column -> destroyed.put(column, 1));
                        customer.markErased(time.instant().truncatedTo(ChronoUnit.MICROS));
                        session.update(customer);
                    });
            return destroyed;
        });
    }
}
