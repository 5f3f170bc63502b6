/** The server as a process of its own, for tests that see it as its callers and its operator do. */
@NullMarked
package io.counterfoil.liberty.process;

import org.jspecify.annotations.NullMarked;
