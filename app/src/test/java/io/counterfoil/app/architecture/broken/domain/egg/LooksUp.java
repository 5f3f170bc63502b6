package io.counterfoil.app.architecture.broken.domain.egg;

import io.counterfoil.app.architecture.broken.privacy.vault.Vault;

record LooksUp(Vault vault) {}
