/**
 * The practices that are checked while the server runs: how a slice tells how well it keeps those that it has the data for, and
 * what is counted for that alone.
 */
@NullMarked
package io.counterfoil.domain.control;

import org.jspecify.annotations.NullMarked;
