/** What each column says of a person, and what follows from it: the record of processing, exports, erasures. */
@NullMarked
package io.counterfoil.privacy.classification;

import org.jspecify.annotations.NullMarked;
