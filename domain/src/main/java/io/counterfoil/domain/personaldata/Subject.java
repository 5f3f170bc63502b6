package io.counterfoil.domain.personaldata;

import java.util.UUID;

/**
 * A person whose data a merchant keeps here: a customer.
 *
 * @param merchant whose customer it is
 * @param id the customer's
 */
public record Subject(UUID merchant, boolean livemode, UUID id) {}
