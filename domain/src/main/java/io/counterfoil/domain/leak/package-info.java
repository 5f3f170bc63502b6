/** Secrets of ours that others have seen: reported by GitHub's secret scanning, or sent over plain HTTP. */
@NullMarked
package io.counterfoil.domain.leak;

import org.jspecify.annotations.NullMarked;
