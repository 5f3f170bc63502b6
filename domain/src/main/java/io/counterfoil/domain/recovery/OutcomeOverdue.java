package io.counterfoil.domain.recovery;

import java.time.Instant;
import java.util.UUID;

/**
 * Something has been unknown for longer than an operator wants; fired once for each, inside a transaction. It stays
 * unknown, and is asked about as before, until the processor says what became of it.
 *
 * @param what the id as it stands outside
 * @param since when it was begun
 */
public record OutcomeOverdue(UUID merchant, boolean livemode, String what, Instant since) {}
