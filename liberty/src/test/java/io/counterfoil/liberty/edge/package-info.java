/** The edge as attackers and clumsy clients meet it. */
@NullMarked
package io.counterfoil.liberty.edge;

import org.jspecify.annotations.NullMarked;
