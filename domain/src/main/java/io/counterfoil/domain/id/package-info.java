/** Identifiers: time-ordered UUIDs inside, prefixed texts outside. */
@NullMarked
package io.counterfoil.domain.id;

import org.jspecify.annotations.NullMarked;
