package io.counterfoil.privacy;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.privacy.customer.Customer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database. */
final class PrivacyModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "privacy", List.of("io/counterfoil/privacy/customer/V1__customer.sql"), List.of(Customer.class));
    }
}
