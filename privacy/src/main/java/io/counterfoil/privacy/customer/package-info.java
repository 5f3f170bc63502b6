/** Customers: the people whose data a merchant keeps here. */
@NullMarked
package io.counterfoil.privacy.customer;

import org.jspecify.annotations.NullMarked;
