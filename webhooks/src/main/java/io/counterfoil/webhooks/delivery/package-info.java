/** Deliveries: queued with their event, sent fairly, tried again on a schedule, logged attempt by attempt. */
@NullMarked
package io.counterfoil.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
