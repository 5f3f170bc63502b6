/** Ranges of addresses, as they are written in configuration and allow-lists. */
@NullMarked
package io.counterfoil.domain.network;

import org.jspecify.annotations.NullMarked;
