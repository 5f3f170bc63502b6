/** What is remembered of the database between two looks, and for how long at most. */
@NullMarked
package io.counterfoil.domain.cache;

import org.jspecify.annotations.NullMarked;
