/** The API as merchants and operators call it, on one running server. */
@NullMarked
package io.counterfoil.liberty.api;

import org.jspecify.annotations.NullMarked;
