/** Witnesses: others who watch a log grow, and sign what they saw (c2sp.org/tlog-witness). */
@NullMarked
package io.counterfoil.domain.witness;

import org.jspecify.annotations.NullMarked;
