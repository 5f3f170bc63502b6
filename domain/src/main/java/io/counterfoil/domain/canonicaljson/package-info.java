/** One text for one JSON value (RFC 8785), so that what is equal can be hashed and signed alike. */
@NullMarked
package io.counterfoil.domain.canonicaljson;

import org.jspecify.annotations.NullMarked;
