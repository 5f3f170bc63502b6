/** What the pages for operators say, held against what there is. */
@NullMarked
package io.counterfoil.liberty.handbook;

import org.jspecify.annotations.NullMarked;
