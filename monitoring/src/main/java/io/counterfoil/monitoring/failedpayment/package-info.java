/** Failed payments: every one, with its reason, grouped for whoever looks. */
@NullMarked
package io.counterfoil.monitoring.failedpayment;

import org.jspecify.annotations.NullMarked;
