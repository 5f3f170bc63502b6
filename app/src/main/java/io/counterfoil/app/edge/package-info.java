/** The HTTP edge: who calls, what comes in and goes out as JSON, every refusal as problem details. */
@NullMarked
package io.counterfoil.app.edge;

import org.jspecify.annotations.NullMarked;
