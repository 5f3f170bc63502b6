/** Events: written in the transaction of their cause, listed for merchants. */
@NullMarked
package io.counterfoil.webhooks.outbox;

import org.jspecify.annotations.NullMarked;
