/** News to the outside: events, endpoints, deliveries. */
@NullMarked
package io.counterfoil.webhooks;

import org.jspecify.annotations.NullMarked;
