/** Connections to PostgreSQL as Open Liberty pools them; its class loader of the driver sees this package. */
@NullMarked
package io.counterfoil.liberty.pool;

import org.jspecify.annotations.NullMarked;
