/** Who opened which data of whom, why and when. */
@NullMarked
package io.counterfoil.privacy.accesslog;

import org.jspecify.annotations.NullMarked;
