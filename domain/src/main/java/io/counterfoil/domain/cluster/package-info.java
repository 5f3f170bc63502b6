/** The servers that share one database, and which of them are alive. */
@NullMarked
package io.counterfoil.domain.cluster;

import org.jspecify.annotations.NullMarked;
