package io.counterfoil.app.architecture.broken.privacy.vault;

import io.counterfoil.app.architecture.broken.webhooks.delivery.Delivery;

record LooksAside(Delivery delivery) {}
