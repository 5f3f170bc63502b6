/** The vault: what seals personal data before it reaches a table, and opens it again. */
@NullMarked
package io.counterfoil.privacy.vault;

import org.jspecify.annotations.NullMarked;
