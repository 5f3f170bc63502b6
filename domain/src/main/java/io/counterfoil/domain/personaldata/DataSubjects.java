package io.counterfoil.domain.personaldata;

import java.util.UUID;

/** The people whose data a merchant keeps here. Implemented by {@code privacy.customer}. */
public interface DataSubjects {

    /** Whether a merchant has this customer, in this mode, and has not erased it. */
    boolean exists(UUID merchant, boolean livemode, UUID customer);
}
