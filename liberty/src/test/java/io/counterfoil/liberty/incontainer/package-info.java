/**
 * Runs test classes inside the deployed WAR: an Arquillian container that is our own distribution, started once for all of
 * them. See docs/development.md, "Tests in the container".
 */
@NullMarked
package io.counterfoil.liberty.incontainer;

import org.jspecify.annotations.NullMarked;
