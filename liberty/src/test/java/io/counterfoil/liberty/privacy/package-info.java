/** Requests of people against the running server: by key, by OpenDSR, and by people themselves in a browser. */
@NullMarked
package io.counterfoil.liberty.privacy;

import org.jspecify.annotations.NullMarked;
