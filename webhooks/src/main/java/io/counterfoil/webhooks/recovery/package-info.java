/** Recoveries: what an endpoint failed to take since a time is sent again, by a job that outlives restarts. */
@NullMarked
package io.counterfoil.webhooks.recovery;

import org.jspecify.annotations.NullMarked;
