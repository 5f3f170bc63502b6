/** The audit log on a real PostgreSQL, which only this module can start. */
@NullMarked
package io.counterfoil.monitoring.audit;

import org.jspecify.annotations.NullMarked;
