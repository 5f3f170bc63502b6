package io.counterfoil.domain.operator;

import io.counterfoil.domain.rest.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What an operator token is to be like. */
record NewOperatorToken(String name, Set<Caller.Role> roles, Optional<Instant> expiresAt) {}
