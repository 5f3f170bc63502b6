package io.counterfoil.domain.personaldata;

import java.util.Optional;
import java.util.UUID;

/**
 * The one place that a sealed value belongs to. The seal is bound to all of it: moved to another row, column, subject or
 * merchant it does not open.
 *
 * @param subject the data subject whose key seals it, where one is known; else the merchant's key does
 * @param column table and column, such as {@code payment.description}
 * @param row the row's identity within the merchant, such as an id or an idempotency key
 */
public record Field(UUID merchant, Optional<UUID> subject, String column, String row) {}
