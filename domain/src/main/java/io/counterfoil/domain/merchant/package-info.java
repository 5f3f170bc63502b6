/** Merchants: whose money, keys, customers and endpoints everything belongs to. */
@NullMarked
package io.counterfoil.domain.merchant;

import org.jspecify.annotations.NullMarked;
