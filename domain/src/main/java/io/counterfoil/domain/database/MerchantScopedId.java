package io.counterfoil.domain.database;

import java.util.UUID;

/** The primary key of a row that belongs to a merchant: the merchant first, so that tables can be spread by it. */
public record MerchantScopedId(UUID merchantId, UUID id) {}
