/** Letters to people, by the operator's mail server. */
@NullMarked
package io.counterfoil.domain.mail;

import org.jspecify.annotations.NullMarked;
