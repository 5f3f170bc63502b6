/** Everything that a slice doesn't do. */
@NullMarked
package io.counterfoil.app.architecture.broken.domain.habits;

import org.jspecify.annotations.NullMarked;
