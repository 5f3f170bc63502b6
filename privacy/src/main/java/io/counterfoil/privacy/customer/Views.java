package io.counterfoil.privacy.customer;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.BrokenSeals;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Scopes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Customers as they are shown: masked, or in full to those who may and ask for it; each time noted in the access log. */
@Singleton
final class Views {

    /** The scope of exports: whoever only reads customers does not read them in full. */
    static final String FULL = "privacy_requests:read";

    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9._-]{0,64}");

    private final SealedFields fields;
    private final AccessLog log;
    private final BrokenSeals seals;

    @Inject
    Views(SealedFields fields, AccessLog log, BrokenSeals seals) {
        this.seals = seals;
        this.fields = fields;
        this.log = log;
    }

    /** How much is shown, and what was said for it. */
    record Wanted(boolean full, String reason) {

        static final Wanted MASKED = new Wanted(false, "");

        /**
         * Reads {@code view} and {@code reason}.
         *
         * @throws Problem 403 when the full view is wanted by a key without the scope
         */
        static Wanted of(UriInfo uri, Call call) {
            String view = uri.getQueryParameters().getFirst("view");
            String reason = uri.getQueryParameters().getFirst("reason");
            if (view != null && !view.equals("full") && !view.equals("masked")) {
                throw Problem.invalid("view", "Send masked or full.");
            }
            if (reason != null && !REASON.matcher(reason).matches()) {
                throw Problem.invalid(
                        "reason", "Send the number of a ticket or a word: up to 64 letters, digits or . _ -");
            }
            boolean full = Objects.equals(view, "full");
            if (full && call.caller() instanceof Caller.MerchantKey key && !covers(key)) {
                throw Problem.forbidden(
                        "full_view_forbidden",
                        "The full view needs a key with the scope " + FULL + ", or without scopes.");
            }
            return new Wanted(full, reason == null ? "" : reason);
        }

        private static boolean covers(Caller.MerchantKey key) {
            return Scopes.cover(key.scopes(), FULL);
        }

        String purpose(String purpose) {
            return full ? purpose + "_full" : purpose;
        }
    }

    /** One alone: a value that does not open is a problem. */
    Object view(Customer customer, Call call, String purpose, Wanted wanted) {
        return views(List.of(customer), call, purpose, wanted, (place, changed) -> {
                    throw changed;
                })
                .get(0);
    }

    /** Opens and notes; what was erased meanwhile shows as erased. One value that was changed keeps no other from being read. */
    List<Object> views(List<Customer> customers, Call call, String purpose, Wanted wanted) {
        AccessLog.Opener opener = AccessLog.Opener.of(call);
        return views(customers, call, purpose, wanted, (place, changed) -> seals.found(place, opener));
    }

    private List<Object> views(
            List<Customer> customers, Call call, String purpose, Wanted wanted, BiConsumer<Field, SealBroken> broken) {
        List<Object> views = new ArrayList<>();
        List<AccessLog.Opened> opened = new ArrayList<>();
        for (Customer customer : customers) {
            if (customer.erasedAt != null) {
                views.add(new CustomerView.Erased(customer.text(), customer.erasedAt));
            } else {
                List<String> unreadable = new ArrayList<>();
                CustomerData data =
                        open(customer, broken.andThen((place, changed) -> unreadable.add(name(place.column()))));
                opened.add(new AccessLog.Opened(customer.subject(), names(customer)));
                views.add(CustomerView.of(customer, wanted.full() ? data : Masks.mask(data), unreadable));
            }
        }
        log.note(call, wanted.purpose(purpose), wanted.reason(), opened);
        return views;
    }

    /** Data that the caller has just sent: nothing is opened. */
    static CustomerView masked(Customer customer, CustomerData data) {
        return CustomerView.of(customer, Masks.mask(data), List.of());
    }

    private CustomerData open(Customer customer, BiConsumer<Field, SealBroken> broken) {
        try {
            return fields.open(customer, broken);
        } catch (SubjectErased justNow) {
            return CustomerData.NOTHING;
        }
    }

    private static Set<String> names(Customer customer) {
        return SealedFields.present(customer).stream().map(Views::name).collect(Collectors.toSet());
    }

    private static String name(String column) {
        return column.substring(column.indexOf('.') + 1);
    }
}
