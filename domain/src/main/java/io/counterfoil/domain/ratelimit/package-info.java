/**
 * How much a merchant may call: the limits that hold for each, and what was refused because of them. The buckets themselves
 * stand at the edge.
 */
@NullMarked
package io.counterfoil.domain.ratelimit;

import org.jspecify.annotations.NullMarked;
