/** Personal data that are kept for a time: removed when it is over. */
@NullMarked
package io.counterfoil.privacy.retention;

import org.jspecify.annotations.NullMarked;
