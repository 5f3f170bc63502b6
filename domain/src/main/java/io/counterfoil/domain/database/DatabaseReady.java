package io.counterfoil.domain.database;

/**
 * The server can serve: workers may start. Fired once, after {@link DatabaseOpened}, and never again, so nothing is to fail
 * here: who needs the database does that while it is opened, or in work that is tried again.
 */
public record DatabaseReady() {}
