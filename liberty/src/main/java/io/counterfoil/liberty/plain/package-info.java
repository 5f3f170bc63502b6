/** The plain port: a web module of its own whose one servlet tells every caller to use HTTPS. */
@NullMarked
package io.counterfoil.liberty.plain;

import org.jspecify.annotations.NullMarked;
