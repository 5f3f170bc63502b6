/** Doing what people ask for: a leased job that starts, defers, retries and ends, once. */
@NullMarked
package io.counterfoil.privacy.fulfilment;

import org.jspecify.annotations.NullMarked;
