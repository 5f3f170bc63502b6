/** The act of erasing a person's data, and the ledger of it that outlives the database. */
@NullMarked
package io.counterfoil.privacy.erasure;

import org.jspecify.annotations.NullMarked;
