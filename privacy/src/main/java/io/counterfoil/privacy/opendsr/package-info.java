/** OpenDSR 2.0: requests of people as other systems send them, on the same machine of states. */
@NullMarked
package io.counterfoil.privacy.opendsr;

import org.jspecify.annotations.NullMarked;
