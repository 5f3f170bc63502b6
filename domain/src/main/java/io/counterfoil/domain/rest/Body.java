package io.counterfoil.domain.rest;

import tools.jackson.databind.JsonNode;

/**
 * A request body that was read: what it says, and the tree it was read from (for the fingerprint of idempotency, which
 * doesn't depend on white space).
 */
public record Body<T>(T content, JsonNode tree) {}
