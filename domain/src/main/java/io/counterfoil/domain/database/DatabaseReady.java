package io.counterfoil.domain.database;

/** The server can serve: workers may start. Fired once, after {@link DatabaseOpened}. */
public record DatabaseReady() {}
