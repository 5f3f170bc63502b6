/** Requests of people about their data: what they want, where it stands, by when it must be answered. */
@NullMarked
package io.counterfoil.privacy.request;

import org.jspecify.annotations.NullMarked;
