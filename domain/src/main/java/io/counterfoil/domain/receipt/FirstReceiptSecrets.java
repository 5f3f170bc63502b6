package io.counterfoil.domain.receipt;

import io.counterfoil.domain.merchant.MerchantCreated;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Every merchant has a receipt secret in both modes from its first moment. */
@Singleton
final class FirstReceiptSecrets {

    private final ReceiptSecrets secrets;

    @Inject
    FirstReceiptSecrets(ReceiptSecrets secrets) {
        this.secrets = secrets;
    }

    void on(@Observes MerchantCreated created) {
        secrets.create(created.merchant(), false);
        secrets.create(created.merchant(), true);
    }
}
