/** The description of the API, held against the API. */
@NullMarked
package io.counterfoil.app.openapi;

import org.jspecify.annotations.NullMarked;
