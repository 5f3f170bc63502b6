/** What is audited when a server starts: that it did, and which settings are not as they were. */
@NullMarked
package io.counterfoil.monitoring.startup;

import org.jspecify.annotations.NullMarked;
