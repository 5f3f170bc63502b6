/** {@code /privacy/{merchant}}: where people ask for their data themselves. */
@NullMarked
package io.counterfoil.privacy.page;

import org.jspecify.annotations.NullMarked;
