/** Links that prove who somebody is: signed, for one use, for a time, with few wrong tries. */
@NullMarked
package io.counterfoil.privacy.link;

import org.jspecify.annotations.NullMarked;
