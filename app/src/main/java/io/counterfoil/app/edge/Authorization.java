package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may do what: the one place that compares a caller with the {@link Allow} of a method. */
final class Authorization {

    private static final String WRITE = ":write";
    private static final String READ = ":read";

    private Authorization() {}

    /**
     * Lets a caller through or not. A method that says nothing lets nobody through.
     *
     * @throws Problem 403
     */
    static void demand(Caller caller, @Nullable Allow allow) {
        if (allow == null || !permits(caller, allow)) {
            throw Problem.forbidden(
                    "forbidden", "This credential may not do that. Use one with the right scope or role.");
        }
    }

    private static boolean permits(Caller caller, Allow allow) {
        if (allow.anyone()) {
            return true;
        }
        if (caller instanceof Caller.MerchantKey key) {
            return !allow.scope().isEmpty() && (key.scopes().isEmpty() || covers(key, allow.scope()));
        }
        return caller instanceof Caller.Operator operator
                && List.of(allow.roles()).stream().anyMatch(operator.roles()::contains);
    }

    /** To write is also to read. */
    private static boolean covers(Caller.MerchantKey key, String scope) {
        return key.scopes().contains(scope)
                || (scope.endsWith(READ) && key.scopes().contains(scope.replace(READ, WRITE)));
    }
}
