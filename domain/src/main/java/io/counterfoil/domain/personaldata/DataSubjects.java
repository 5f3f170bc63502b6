package io.counterfoil.domain.personaldata;

import java.util.UUID;

/** The people whose data a merchant keeps here. Implemented by {@code privacy.customer}. */
public interface DataSubjects {

    /** What may be done with a person's data. */
    enum Standing {
        /** Not a customer of this merchant, in this mode. */
        UNKNOWN,
        PRESENT,
        /** Kept, and not to be used (GDPR, Article 18). */
        RESTRICTED,
        ERASED
    }

    Standing standing(DataSubject subject);

    /** Whether a merchant has this customer, in this mode, and has not erased it. */
    default boolean exists(UUID merchant, boolean livemode, UUID customer) {
        Standing standing = standing(new DataSubject(merchant, livemode, customer));
        return standing == Standing.PRESENT || standing == Standing.RESTRICTED;
    }
}
