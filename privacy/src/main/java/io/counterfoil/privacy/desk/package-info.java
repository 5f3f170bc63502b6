/** {@code /v1/privacy/requests}: where merchants and privacy officers receive, see and decide requests of people. */
@NullMarked
package io.counterfoil.privacy.desk;

import org.jspecify.annotations.NullMarked;
