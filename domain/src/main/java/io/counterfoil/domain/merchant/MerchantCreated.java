package io.counterfoil.domain.merchant;

import java.util.UUID;

/** A merchant was made; fired inside its transaction. */
public record MerchantCreated(UUID merchant) {}
