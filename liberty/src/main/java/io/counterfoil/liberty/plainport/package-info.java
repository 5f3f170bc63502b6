/** The plain port: whatever is said to it, it says to use HTTPS. */
@NullMarked
package io.counterfoil.liberty.plainport;

import org.jspecify.annotations.NullMarked;
