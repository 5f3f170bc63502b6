/** From the first request to the last one: how the server stops without cutting one that it has begun. */
@NullMarked
package io.counterfoil.app.serving;

import org.jspecify.annotations.NullMarked;
