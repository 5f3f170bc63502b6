/** Letters to people about their requests: when one is due, what it says, and that it is sent. */
@NullMarked
package io.counterfoil.privacy.letter;

import org.jspecify.annotations.NullMarked;
