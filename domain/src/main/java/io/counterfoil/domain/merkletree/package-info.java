/** A tree of hashes that only grows (RFC 6962), kept as tiles (c2sp.org/tlog-tiles), and what can be proved by it. */
@NullMarked
package io.counterfoil.domain.merkletree;

import org.jspecify.annotations.NullMarked;
