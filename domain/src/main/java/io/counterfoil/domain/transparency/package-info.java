/** The public logs: what was promised stands in a tree that only grows, and anyone can have it proved. */
@NullMarked
package io.counterfoil.domain.transparency;

import org.jspecify.annotations.NullMarked;
