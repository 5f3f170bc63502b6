/** The logs as others see them: served to anyone, proved item by item, computed anew from their first entry. */
@NullMarked
package io.counterfoil.domain.publiclog;

import org.jspecify.annotations.NullMarked;
