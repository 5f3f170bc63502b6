/** The one store: reaching it, migrating it, transactions, plain SQL for the hot path. */
@NullMarked
package io.counterfoil.domain.database;

import org.jspecify.annotations.NullMarked;
