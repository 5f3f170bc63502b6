package io.counterfoil.monitoring.incident;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code …/actions/document}, which may be empty.
 *
 * @param authorityNotifiedAt when the supervisory authority was told; RFC 3339
 */
record DocumentIncident(@Nullable String authorityNotifiedAt) {}
