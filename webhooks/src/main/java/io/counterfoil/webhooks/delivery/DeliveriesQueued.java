package io.counterfoil.webhooks.delivery;

/** There is something to send as soon as the running transaction has committed. */
public record DeliveriesQueued() {}
