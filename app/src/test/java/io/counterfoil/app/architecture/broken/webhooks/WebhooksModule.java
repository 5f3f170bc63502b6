package io.counterfoil.app.architecture.broken.webhooks;

/** Innocent: it stands for the module. */
class WebhooksModule {}
