package io.counterfoil.app.architecture.broken.privacy.vault;

import io.counterfoil.app.architecture.broken.domain.egg.Egg;

/** Innocent: downwards is the way. */
public record Vault(Egg egg) {}
