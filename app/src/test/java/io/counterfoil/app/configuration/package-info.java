/** The page that lists every setting, held against the settings. */
@NullMarked
package io.counterfoil.app.configuration;

import org.jspecify.annotations.NullMarked;
