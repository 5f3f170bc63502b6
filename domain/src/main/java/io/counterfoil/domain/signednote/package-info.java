/** Texts signed by one or more keys, readable by people and by other logs' tools (c2sp.org/signed-note). */
@NullMarked
package io.counterfoil.domain.signednote;

import org.jspecify.annotations.NullMarked;
