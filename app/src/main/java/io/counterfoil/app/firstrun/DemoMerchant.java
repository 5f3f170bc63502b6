package io.counterfoil.app.firstrun;

import io.counterfoil.domain.apikey.ApiKeys;
import io.counterfoil.domain.apikey.NewApiKey;
import io.counterfoil.domain.merchant.Merchant;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.receipt.ReceiptSecrets;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** A merchant to try the server with, in test mode. */
@Singleton
final class DemoMerchant {

    private final Merchants merchants;
    private final ApiKeys keys;
    private final ReceiptSecrets secrets;

    @Inject
    DemoMerchant(Merchants merchants, ApiKeys keys, ReceiptSecrets secrets) {
        this.merchants = merchants;
        this.keys = keys;
        this.secrets = secrets;
    }

    /** Makes it and gives its credentials, inside the running transaction. */
    Map<String, String> create() {
        Merchant merchant = merchants.create("Demo merchant", Actor.SERVER);
        return Map.of(
                "COUNTERFOIL_TEST_KEY",
                keys.createAndReveal(NewApiKey.unrestricted(merchant.id(), false, "demo")),
                "COUNTERFOIL_RECEIPT_SECRET",
                secrets.signing(merchant.id(), false).reveal());
    }
}
