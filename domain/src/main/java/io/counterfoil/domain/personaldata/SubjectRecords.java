package io.counterfoil.domain.personaldata;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What one slice keeps about people. Each slice that stores something about a subject has one bean of this type; exports and
 * erasures ask all of them.
 */
public interface SubjectRecords {

    /** Gives all that the slice keeps about the subject, oldest first, however much it is. No transaction need be running. */
    void collect(DataSubject subject, Consumer<SubjectRecord> into);

    /**
     * Removes what {@link Personal} calls destroyed, inside the running transaction. Again and again does no harm.
     *
     * @return how many values of which column, such as {@code payment.description}, were removed
     */
    Map<String, Integer> erase(DataSubject subject);
}
