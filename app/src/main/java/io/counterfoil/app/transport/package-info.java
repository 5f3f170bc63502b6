/** Whether what the server says and hears is encrypted on its way. */
@NullMarked
package io.counterfoil.app.transport;

import org.jspecify.annotations.NullMarked;
