package io.counterfoil.webhooks.sending;

import io.counterfoil.webhooks.egress.Reply;
import java.time.Instant;
import java.util.UUID;

/** An attempt that is over and has yet to be written down. */
record Finished(Claimed claimed, UUID attempt, Instant at, Reply reply, Verdict verdict) {}
