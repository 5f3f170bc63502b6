/** The public log on a real PostgreSQL, which only this module can start. */
@NullMarked
package io.counterfoil.domain.transparency;

import org.jspecify.annotations.NullMarked;
