package io.counterfoil.privacy.customer;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectErased;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The e-mail addresses of customers, for letters that the law demands. */
@Singleton
public final class MailAddresses {

    private static final Set<String> OPENED = Set.of("email");

    private final Customers customers;
    private final SealedFields fields;
    private final AccessLog log;

    @Inject
    MailAddresses(Customers customers, SealedFields fields, AccessLog log) {
        this.customers = customers;
        this.fields = fields;
        this.log = log;
    }

    /**
     * Where a person gets mail; none where there is no address, no such person, or no data any more. That it was opened is
     * noted.
     *
     * @param why what it is opened for, as the access log names it
     */
    public Optional<String> of(DataSubject subject, AccessLog.Opener opener, String why) {
        try {
            Optional<String> address = customers
                    .find(subject)
                    .filter(customer -> customer.erasedAt == null)
                    .flatMap(fields::email);
            address.ifPresent(opened -> log.note(opener, why, "", List.of(new AccessLog.Opened(subject, OPENED))));
            return address;
        } catch (SubjectErased justNow) {
            return Optional.empty();
        }
    }

    /** The same; none where another customer of the merchant's has it too. */
    public Optional<String> ofNobodyElse(DataSubject subject, AccessLog.Opener opener, String why) {
        return of(subject, opener, why)
                .filter(address -> customers
                        .withEmail(subject.merchant(), subject.livemode(), address)
                        .equals(List.of(subject)));
    }
}
