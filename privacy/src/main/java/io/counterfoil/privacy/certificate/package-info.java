/** Certificates of erasure: what was destroyed, what is kept and why, who was told, from when on no backup holds it. */
@NullMarked
package io.counterfoil.privacy.certificate;

import org.jspecify.annotations.NullMarked;
