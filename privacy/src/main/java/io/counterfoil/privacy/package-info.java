/** People's data: sealed, exportable, erasable. */
@NullMarked
package io.counterfoil.privacy;

import org.jspecify.annotations.NullMarked;
