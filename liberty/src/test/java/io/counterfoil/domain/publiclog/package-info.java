/** The audit of the public log on a real PostgreSQL, which only this module can start. */
@NullMarked
package io.counterfoil.domain.publiclog;

import org.jspecify.annotations.NullMarked;
