package io.counterfoil.privacy.customer;

import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.database.MerchantPages;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Whose;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;

/** {@code /v1/customers}: of one's own merchant and mode; of any for privacy officers, who name the merchant for a search. */
@Path("/v1/customers")
@Singleton
public final class CustomersResource {

    private final Customers customers;
    private final Changes changes;
    private final Views views;
    private final Idempotency idempotency;
    private final MerchantPages pages;

    @Inject
    public CustomersResource(
            Customers customers, Changes changes, Views views, Idempotency idempotency, MerchantPages pages) {
        this.customers = customers;
        this.changes = changes;
        this.views = views;
        this.idempotency = idempotency;
        this.pages = pages;
    }

    @POST
    @Allow(scope = "customers:write")
    public Response create(Body<CustomerRequest> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        CustomerData data = CustomerRules.check(body.content());
        return idempotency
                .once(call, body.tree(), () -> {
                    Customer made = changes.create(caller, data);
                    return Answer.created(Views.masked(made, data)).about(made.subject());
                })
                .response();
    }

    @GET
    @Allow(scope = "customers:read", roles = PRIVACY_OFFICER)
    public Page<Object> list(@Context UriInfo uri, @Context SecurityContext context) {
        Call call = Call.of(context);
        Views.Wanted wanted = Views.Wanted.of(uri, call);
        PageRequest page = PageRequest.of(uri, IdKind.CUSTOMER);
        Page<Customer> found = Page.of(page, pages.read(Customer.class, Whose.of(uri, call), page));
        return new Page<>(found.object(), views.views(found.data(), call, "customer.list", wanted), found.hasMore());
    }

    @GET
    @Path("/{id}")
    @Allow(scope = "customers:read", roles = PRIVACY_OFFICER)
    public Object get(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext context) {
        Call call = Call.of(context);
        Views.Wanted wanted = Views.Wanted.of(uri, call);
        Customer customer = customers.find(customers.reach(call, id)).orElseThrow(Problem::notFound);
        return views.view(customer, call, "customer.read", wanted);
    }

    @PATCH
    @Path("/{id}")
    @Allow(scope = "customers:write", roles = PRIVACY_OFFICER)
    public Object change(@PathParam("id") String id, Body<CustomerRequest> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Customer changed = changes.change(customers.reach(call, id), body, call);
        return views.view(changed, call, "customer.update", Views.Wanted.MASKED);
    }

    @POST
    @Path("/search")
    @Allow(scope = "customers:read", roles = PRIVACY_OFFICER)
    public Page<Object> search(Body<SearchCustomers> body, @Context UriInfo uri, @Context SecurityContext context) {
        Call call = Call.of(context);
        Views.Wanted wanted = Views.Wanted.of(uri, call);
        String email = CustomerRules.demandEmail(body.content().email());
        Whose whose = Whose.of(uri, call);
        UUID merchant = whose.merchant()
                .orElseThrow(() -> Problem.invalid("merchant", "Name the merchant whose customers are wanted."));
        List<Customer> found = customers.withEmail(merchant, whose.livemode().orElse(false), email).stream()
                .flatMap(subject -> customers.find(subject).stream())
                .filter(customer -> customer.erasedAt == null)
                .toList();
        return new Page<>("list", views.views(found, call, "customer.search", wanted), false);
    }
}
