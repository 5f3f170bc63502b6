package io.counterfoil.monitoring.incident;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code …/actions/notify}, which may be empty.
 *
 * @param people whether everybody whose data was opened is written to as well
 */
record Notify(@Nullable Boolean people) {}
