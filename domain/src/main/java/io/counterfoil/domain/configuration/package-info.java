/** What an operator may set: each setting typed, with its default, what is allowed, and what it is for. */
@NullMarked
package io.counterfoil.domain.configuration;

import org.jspecify.annotations.NullMarked;
