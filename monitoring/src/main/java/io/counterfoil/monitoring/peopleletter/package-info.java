/** Letters to people whose data somebody opened who should not have: GDPR, Article 34. */
@NullMarked
package io.counterfoil.monitoring.peopleletter;

import org.jspecify.annotations.NullMarked;
