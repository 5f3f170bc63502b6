package io.counterfoil.app.architecture.broken.webhooks;

import io.counterfoil.app.architecture.broken.domain.habits.PublicAround;

record TooHigh(PublicAround.Inside inside) {}
