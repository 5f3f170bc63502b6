/** What happened in a day, drawn up for a person who reads and signs it (PCI DSS 10.4.1). */
@NullMarked
package io.counterfoil.monitoring.review;

import org.jspecify.annotations.NullMarked;
