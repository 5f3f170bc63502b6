/** Work that no request waits for: repeated, guarded against its own failures, ended with the server. */
@NullMarked
package io.counterfoil.domain.work;

import org.jspecify.annotations.NullMarked;
