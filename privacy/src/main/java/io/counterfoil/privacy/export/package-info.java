/** Copies of people's data: made, sealed, handed out. */
@NullMarked
package io.counterfoil.privacy.export;

import org.jspecify.annotations.NullMarked;
