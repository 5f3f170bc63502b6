package io.counterfoil.domain.personaldata;

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

    Standing standing(Subject subject);
}
