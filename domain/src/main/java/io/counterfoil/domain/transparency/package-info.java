/** The logs: what was promised stands in a tree that only grows, sealed by one sequencer, signed by the keys of the log. */
@NullMarked
package io.counterfoil.domain.transparency;

import org.jspecify.annotations.NullMarked;
