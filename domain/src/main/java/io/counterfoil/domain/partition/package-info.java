/** Tables that are partitioned by day: partitions made ahead, and dropped when their time is over. */
@NullMarked
package io.counterfoil.domain.partition;

import org.jspecify.annotations.NullMarked;
