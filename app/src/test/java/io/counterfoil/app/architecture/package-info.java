/** The rules of the house, as tests: each is shown to hold for the house, and to report a sample that breaks it. */
@NullMarked
package io.counterfoil.app.architecture;

import org.jspecify.annotations.NullMarked;
