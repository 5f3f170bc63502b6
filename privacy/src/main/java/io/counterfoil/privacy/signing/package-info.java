/** The key that signs what people and authorities take away: copies, certificates, answers to other systems. */
@NullMarked
package io.counterfoil.privacy.signing;

import org.jspecify.annotations.NullMarked;
