package io.counterfoil.domain.personaldata;

import java.util.UUID;

/** One person whose data a merchant keeps, in one mode: a customer. */
public record DataSubject(UUID merchant, boolean livemode, UUID customer) {}
