/** What is measured outside the build still fits what is in it. */
@NullMarked
package io.counterfoil.liberty.bench;

import org.jspecify.annotations.NullMarked;
