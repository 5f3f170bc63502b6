/** Incidents: the plan for a secret that others may hold, as steps that the server takes and a record of each. */
@NullMarked
package io.counterfoil.monitoring.incident;

import org.jspecify.annotations.NullMarked;
