/** Where merchants want their events: endpoints, their rules and their state. */
@NullMarked
package io.counterfoil.webhooks.endpoint;

import org.jspecify.annotations.NullMarked;
