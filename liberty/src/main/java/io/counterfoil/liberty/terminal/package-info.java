/** What the operator is told, in front of the terminal that the server was started from. */
@NullMarked
package io.counterfoil.liberty.terminal;

import org.jspecify.annotations.NullMarked;
