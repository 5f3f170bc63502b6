/** What every resource speaks: calls and their callers, JSON bodies, problems, pages. */
@NullMarked
package io.counterfoil.domain.rest;

import org.jspecify.annotations.NullMarked;
