/**
 * The embedded PostgreSQL: unpacked, initialised and supervised inside COUNTERFOIL_HOME, reachable on loopback only, and as
 * durable as any other PostgreSQL.
 */
@NullMarked
package io.counterfoil.liberty.postgres;

import org.jspecify.annotations.NullMarked;
