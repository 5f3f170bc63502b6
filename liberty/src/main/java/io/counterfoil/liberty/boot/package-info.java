/** The one class of ours on the JVM's class path. It has a jar of its own. */
@NullMarked
package io.counterfoil.liberty.boot;

import org.jspecify.annotations.NullMarked;
