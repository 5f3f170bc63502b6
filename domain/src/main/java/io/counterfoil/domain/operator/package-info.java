/** Operator tokens: the people who run the server, and their roles. */
@NullMarked
package io.counterfoil.domain.operator;

import org.jspecify.annotations.NullMarked;
