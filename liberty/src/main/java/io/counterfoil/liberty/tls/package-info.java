/** The key and certificate that the HTTPS port shows: the operator's own, or a self-signed pair made at the first start. */
@NullMarked
package io.counterfoil.liberty.tls;

import org.jspecify.annotations.NullMarked;
