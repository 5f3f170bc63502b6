package io.counterfoil.domain.database;

/** The database, or what is kept with it, can't be used as it is. The message says what to do and holds no secret. */
public class DatabaseRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DatabaseRefused(String message) {
        super(message);
    }
}
