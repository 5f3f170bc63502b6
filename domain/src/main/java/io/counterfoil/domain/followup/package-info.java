/** What follows a payment: capture, void, refund. Each under a key of its own, each done once, each brought to its end. */
@NullMarked
package io.counterfoil.domain.followup;

import org.jspecify.annotations.NullMarked;
