/** Whether the server lives and can serve, as MicroProfile Health asks it. */
@NullMarked
package io.counterfoil.app.health;

import org.jspecify.annotations.NullMarked;
