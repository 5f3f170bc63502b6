/** Witnesses on a real PostgreSQL, which only this module can start. */
@NullMarked
package io.counterfoil.domain.witness;

import org.jspecify.annotations.NullMarked;
