@NullMarked
package io.counterfoil.app.serving;

import org.jspecify.annotations.NullMarked;
