package io.counterfoil.domain.database;

/** Nothing that happens by itself could make the database usable: the server should end, so that somebody looks. */
public final class StartRefused extends DatabaseRefused {

    private static final long serialVersionUID = 1;

    public StartRefused(String message) {
        super(message);
    }
}
