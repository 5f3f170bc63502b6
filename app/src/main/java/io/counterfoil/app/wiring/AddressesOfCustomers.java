package io.counterfoil.app.wiring;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.monitoring.peopleletter.Addresses;
import io.counterfoil.privacy.customer.MailAddresses;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Letters about incidents go where customers get their mail. */
@Singleton
final class AddressesOfCustomers implements Addresses {

    private final MailAddresses addresses;

    @Inject
    AddressesOfCustomers(MailAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Optional<String> email(UUID merchant, boolean livemode, UUID customer, String incident) {
        return addresses.of(
                new DataSubject(merchant, livemode, customer),
                AccessLog.Opener.system(incident),
                "incident_letter.send");
    }
}
