/** Webhooks as their receivers get them: real deliveries of a running server to real receivers. */
@NullMarked
package io.counterfoil.liberty.webhooks;

import org.jspecify.annotations.NullMarked;
