package io.counterfoil.monitoring.incident;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code …/actions/prevent}.
 *
 * @param task what is to be done
 * @param owner who sees to it
 * @param due the day by which it is done, {@code YYYY-MM-DD}, or a time of that day in RFC 3339
 */
record PreventTask(
        @Nullable String task,
        @Nullable String owner,
        @Nullable String due) {}
