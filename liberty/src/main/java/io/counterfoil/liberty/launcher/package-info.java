/**
 * Starts everything that one server consists of, in order, and stops it in the opposite order: the home's lock, the TLS key
 * store, PostgreSQL, Open Liberty in this same JVM. See docs/adr/0002-one-process-launcher.md.
 */
@NullMarked
package io.counterfoil.liberty.launcher;

import org.jspecify.annotations.NullMarked;
