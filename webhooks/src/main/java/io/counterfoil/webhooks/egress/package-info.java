/** The way out: HTTP requests to addresses that strangers chose, so that they reach the internet and nothing else. */
@NullMarked
package io.counterfoil.webhooks.egress;

import org.jspecify.annotations.NullMarked;
