/** The port to the vault that seals personal data before it reaches a table. */
@NullMarked
package io.counterfoil.domain.personaldata;

import org.jspecify.annotations.NullMarked;
