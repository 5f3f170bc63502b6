/**
 * Three CDI events that any module fires and one module above listens to: what a merchant is told (webhooks), what an
 * auditor must find (monitoring), what a person must look at (monitoring).
 */
@NullMarked
package io.counterfoil.domain.signal;

import org.jspecify.annotations.NullMarked;
