/** The first start in development: a demo merchant and a file that tells how to reach it. */
@NullMarked
package io.counterfoil.app.firstrun;

import org.jspecify.annotations.NullMarked;
