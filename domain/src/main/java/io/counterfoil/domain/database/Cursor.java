package io.counterfoil.domain.database;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a query of any length, some at a time: they never are in memory together. Ends with its transaction. */
public final class Cursor<T> {

    private static final int FETCHED = 1_000;

    private final Sql sql;
    private final String name;
    private final Sql.RowReader<T> reader;

    Cursor(Sql sql, String name, String query, Sql.RowReader<T> reader, @Nullable Object... parameters) {
        this.sql = sql;
        this.name = name;
        this.reader = reader;
        sql.update("DECLARE " + name + " NO SCROLL CURSOR FOR " + query, parameters);
    }

    /** The next rows; none after the last. */
    public List<T> next() {
        return sql.all("FETCH " + FETCHED + " FROM " + name, reader);
    }

    /** Hands over all rows that are left, some at a time. */
    public void forEachSome(Consumer<List<T>> consumer) {
        for (List<T> some = next(); !some.isEmpty(); some = next()) {
            consumer.accept(some);
        }
    }
}
