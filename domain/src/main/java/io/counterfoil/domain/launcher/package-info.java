/** What the application and the launcher around it, which has class loaders of its own, tell each other. */
@NullMarked
package io.counterfoil.domain.launcher;

import org.jspecify.annotations.NullMarked;
