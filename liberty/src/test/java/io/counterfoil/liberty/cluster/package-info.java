/** Several servers on one database, behind a balancer. */
@NullMarked
package io.counterfoil.liberty.cluster;

import org.jspecify.annotations.NullMarked;
