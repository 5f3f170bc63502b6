package io.counterfoil.privacy.customer;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectErased;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The e-mail addresses of customers, for letters that the law demands. */
@Singleton
public final class MailAddresses {

    private final Customers customers;
    private final SealedFields fields;

    @Inject
    MailAddresses(Customers customers, SealedFields fields) {
        this.customers = customers;
        this.fields = fields;
    }

    /** Where a person gets mail; none where there is no address, no such person, or no data any more. */
    public Optional<String> of(DataSubject subject) {
        try {
            return customers
                    .find(subject)
                    .filter(customer -> customer.erasedAt == null)
                    .flatMap(customer ->
                            Optional.ofNullable(fields.open(customer).email()));
        } catch (SubjectErased justNow) {
            return Optional.empty();
        }
    }

    /** The same; none where another customer of the merchant's has it too. */
    public Optional<String> ofNobodyElse(DataSubject subject) {
        return of(subject)
                .filter(address -> customers
                        .withEmail(subject.merchant(), subject.livemode(), address)
                        .equals(List.of(subject)));
    }
}
