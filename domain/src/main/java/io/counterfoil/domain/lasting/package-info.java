/** What must outlive a restore of the database: records in files beside it, that are only appended to. */
@NullMarked
package io.counterfoil.domain.lasting;

import org.jspecify.annotations.NullMarked;
