package io.counterfoil.monitoring.incident;

import java.util.UUID;

/** By how many webhook endpoints a merchant hears of something; implemented in {@code app.wiring}. */
public interface MerchantEndpoints {

    /** Those that are enabled and take this type of event, inside the running transaction. */
    int taking(UUID merchant, boolean livemode, String type);
}
