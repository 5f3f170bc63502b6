/** Eyes and hands: usage, failed payments, alerts, audit, incidents, controls. */
@NullMarked
package io.counterfoil.monitoring;

import org.jspecify.annotations.NullMarked;
