package io.counterfoil.domain.personaldata;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A column of an entity that says something about a person, and why it may be kept. The record of processing (GDPR,
 * Article 30), the schema of an export and the plan of an erasure are made from these; a column without this or {@link
 * NotPersonal} fails the build.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Personal {

    Category category();

    /** What it is kept for: half a sentence that an officer can show to anybody. */
    String purpose();

    Basis basis();

    /** How long it is kept, in words. */
    String retention() default "until the person's data are erased";

    /** Who gets it besides the merchant. */
    String[] recipients() default {};

    Fate onErasure() default Fate.DESTROYED;

    /** What kind of thing it says. */
    enum Category {
        IDENTITY,
        CONTACT,
        PAYMENT,
        FREE_TEXT,
        PSEUDONYM,
        ONLINE_IDENTIFIER,
        CREDENTIAL
    }

    /** GDPR, Article 6 (1): (a), (b), (c) and (f). */
    enum Basis {
        CONSENT,
        CONTRACT,
        LEGAL_OBLIGATION,
        LEGITIMATE_INTEREST
    }

    /** What becomes of it when the person's data are erased. */
    enum Fate {
        /** Its key is destroyed and the value is removed. */
        DESTROYED,
        /** It stays until its retention ends: the law wants it, or it says nothing without what was destroyed. */
        RETAINED,
        /** It isn't about a data subject of a merchant's, such as the name of a key: erasures don't concern it. */
        NOT_CONCERNED
    }
}
