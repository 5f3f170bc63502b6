package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.rest.Caller;

/**
 * A call that was answered.
 *
 * @param route method and path with its variables by name, such as {@code GET /v1/payments/{id}}; a word where there is no
 *     such route, so that nobody fills the tables with paths
 * @param status the HTTP status
 * @param address where it came from
 */
public record SeenCall(Caller caller, String route, int status, String address) {}
