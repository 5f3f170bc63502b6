package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubjects;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** All customers. */
@Singleton
final class Customers implements DataSubjects {

    private final Transactions transactions;

    @Inject
    Customers(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean exists(UUID merchant, boolean livemode, UUID customer) {
        return transactions.session(session -> {
            Customer found = session.get(Customer.class, new MerchantScopedId(merchant, customer));
            return found != null && found.present(livemode);
        });
    }
}
