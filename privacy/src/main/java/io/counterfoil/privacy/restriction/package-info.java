/** The end of a restriction (GDPR, Article 18 (3)): who lifted it, why, and when the person was told before. */
@NullMarked
package io.counterfoil.privacy.restriction;

import org.jspecify.annotations.NullMarked;
