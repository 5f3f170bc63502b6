package io.counterfoil.domain.personaldata;

import java.time.Instant;
import java.util.Set;

/** Columns that can be emptied when their values are past their retention. Each slice that has such has one bean. */
public interface ExpiringFields {

    /** Their names, such as {@code payment.description}. */
    Set<String> columns();

    /**
     * Empties a column where its value is older, in transactions of its own.
     *
     * @return how many values were removed
     */
    int expire(String column, Instant before);
}
