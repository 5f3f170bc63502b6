package io.counterfoil.domain;

import io.counterfoil.domain.apikey.ApiKey;
import io.counterfoil.domain.cluster.ServerInstance;
import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.domain.idempotency.IdempotencyRecord;
import io.counterfoil.domain.merchant.Merchant;
import io.counterfoil.domain.operator.OperatorToken;
import io.counterfoil.domain.payment.Payment;
import io.counterfoil.domain.processor.SandboxCharge;
import io.counterfoil.domain.receipt.StoredReceipt;
import io.counterfoil.domain.receipt.StoredReceiptSecret;
import io.counterfoil.domain.secret.RootKeyCheck;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database. */
final class DomainModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "domain",
                "io/counterfoil/domain",
                List.of(
                        RootKeyCheck.class,
                        ServerInstance.class,
                        Merchant.class,
                        ApiKey.class,
                        OperatorToken.class,
                        IdempotencyRecord.class,
                        Payment.class,
                        SandboxCharge.class,
                        StoredReceipt.class,
                        StoredReceiptSecret.class));
    }
}
