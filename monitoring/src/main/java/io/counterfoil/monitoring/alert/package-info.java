/** Alerts: alarms of any module, folded, counted and kept until a person has dealt with them. */
@NullMarked
package io.counterfoil.monitoring.alert;

import org.jspecify.annotations.NullMarked;
