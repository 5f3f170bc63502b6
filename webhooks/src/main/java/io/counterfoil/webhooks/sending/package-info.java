/** The senders: they take what is due from the queue, fairly, carry it out, and write down how it went. */
@NullMarked
package io.counterfoil.webhooks.sending;

import org.jspecify.annotations.NullMarked;
