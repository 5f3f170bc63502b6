/** The one clock: UTC, to the microsecond, as PostgreSQL stores it and as signatures hash it. */
@NullMarked
package io.counterfoil.domain.time;

import org.jspecify.annotations.NullMarked;
