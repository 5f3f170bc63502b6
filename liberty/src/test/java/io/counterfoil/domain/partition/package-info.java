/** The upkeep of partitions on a real PostgreSQL. */
@NullMarked
package io.counterfoil.domain.partition;

import org.jspecify.annotations.NullMarked;
