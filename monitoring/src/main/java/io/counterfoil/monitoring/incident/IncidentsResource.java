package io.counterfoil.monitoring.incident;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;

/** {@code /v1/incidents}: for operators; auditors read. */
@Path("/v1/incidents")
@Singleton
public final class IncidentsResource {

    private final Opening opening;
    private final Plan plan;
    private final Reports reports;
    private final Incidents incidents;
    private final Views views;
    private final Idempotency idempotency;

    @Inject
    public IncidentsResource(
            Opening opening, Plan plan, Reports reports, Incidents incidents, Views views, Idempotency idempotency) {
        this.opening = opening;
        this.plan = plan;
        this.reports = reports;
        this.incidents = incidents;
        this.views = views;
        this.idempotency = idempotency;
    }

    /** A POST that says all in its path. */
    record Nothing() {}

    @POST
    @Allow(roles = OPERATOR)
    public Response open(Body<OpenIncident> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> Answer.created(views.of(opening.open(body.content(), Actor.of(call)))))
                .response();
    }

    @GET
    @Allow(roles = {OPERATOR, AUDITOR})
    public Page<IncidentView> list(@Context UriInfo uri) {
        PageRequest page = PageRequest.of(uri, IdKind.INCIDENT);
        return Page.of(page, incidents.page(page)).map(views::of);
    }

    @GET
    @Path("/{id}")
    @Allow(roles = {OPERATOR, AUDITOR})
    public IncidentView get(@PathParam("id") String id) {
        return views.of(incidents.get(parse(id)));
    }

    @POST
    @Path("/{id}/actions/revoke-keys")
    @Allow(roles = OPERATOR)
    public Response revokeKeys(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        return step(id, body, Call.of(context), IncidentStep.REVOKE);
    }

    @POST
    @Path("/{id}/actions/notify")
    @Allow(roles = OPERATOR)
    public Response notify(@PathParam("id") String id, Body<Notify> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID incident = parse(id);
        Boolean people = body.content().people();
        plan.settle(IncidentStep.NOTIFY);
        return idempotency
                .once(call, body.tree(), () -> {
                    plan.take(IncidentStep.NOTIFY, incident, Actor.of(call));
                    if (people != null && people) {
                        plan.writeToPeople(incident, Actor.of(call));
                    }
                    return Answer.of(200, views.of(incidents.get(incident)));
                })
                .response();
    }

    @POST
    @Path("/{id}/actions/review-logs")
    @Allow(roles = OPERATOR)
    public Response reviewLogs(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        return step(id, body, Call.of(context), IncidentStep.REVIEW);
    }

    @POST
    @Path("/{id}/actions/document")
    @Allow(roles = OPERATOR)
    public Response document(
            @PathParam("id") String id, Body<DocumentIncident> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID incident = parse(id);
        return idempotency
                .once(call, body.tree(), () -> {
                    plan.take(IncidentStep.DOCUMENT, incident, Actor.of(call));
                    Optional.ofNullable(body.content().authorityNotifiedAt())
                            .ifPresent(at -> plan.authorityNotified(incident, at, Actor.of(call)));
                    return Answer.of(200, views.of(incidents.get(incident)));
                })
                .response();
    }

    @POST
    @Path("/{id}/actions/prevent")
    @Allow(roles = OPERATOR)
    public Response prevent(@PathParam("id") String id, Body<PreventTask> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID incident = parse(id);
        return idempotency
                .once(
                        call,
                        body.tree(),
                        () -> Answer.created(views.of(
                                incidents.get(incident), plan.prevent(incident, body.content(), Actor.of(call)))))
                .response();
    }

    @POST
    @Path("/{id}/tasks/{task}/complete")
    @Allow(roles = OPERATOR)
    public Response complete(
            @PathParam("id") String id,
            @PathParam("task") String task,
            Body<Nothing> body,
            @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID incident = parse(id);
        UUID wanted = IdKind.INCIDENT_TASK.parse(task).orElseThrow(Problem::notFound);
        return idempotency
                .once(
                        call,
                        body.tree(),
                        () -> Answer.of(
                                200,
                                views.of(
                                        incidents.get(incident), incidents.complete(incident, wanted, Actor.of(call)))))
                .response();
    }

    @POST
    @Path("/{id}/close")
    @Allow(roles = OPERATOR)
    public Response close(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID incident = parse(id);
        return idempotency
                .once(call, body.tree(), () -> Answer.of(200, views.of(incidents.close(incident, Actor.of(call)))))
                .response();
    }

    @GET
    @Path("/{id}/report")
    @Allow(roles = {OPERATOR, AUDITOR})
    public Response report(@PathParam("id") String id, @Context HttpHeaders headers) {
        Report report = reports.of(incidents.get(parse(id)));
        boolean page = headers.getAcceptableMediaTypes().stream()
                .findFirst()
                .filter(MediaType.TEXT_HTML_TYPE::equals)
                .isPresent();
        return page
                ? Response.ok(ReportPage.of(report), "text/html;charset=utf-8").build()
                : Response.ok(report, MediaType.APPLICATION_JSON).build();
    }

    private Response step(String id, Body<Nothing> body, Call call, String step) {
        UUID incident = parse(id);
        plan.settle(step);
        return idempotency
                .once(call, body.tree(), () -> {
                    plan.take(step, incident, Actor.of(call));
                    return Answer.of(200, views.of(incidents.get(incident)));
                })
                .response();
    }

    private static UUID parse(String id) {
        return IdKind.INCIDENT.parse(id).orElseThrow(Problem::notFound);
    }
}
