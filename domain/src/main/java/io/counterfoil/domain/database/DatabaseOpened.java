package io.counterfoil.domain.database;

/**
 * The schema is current. Fired synchronously while this server alone holds the migration lock: what must exist exactly
 * once before anybody serves is made here. An exception keeps the server from getting ready.
 */
public record DatabaseOpened() {}
