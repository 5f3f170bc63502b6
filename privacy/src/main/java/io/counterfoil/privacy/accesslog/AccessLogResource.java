package io.counterfoil.privacy.accesslog;

import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** {@code /v1/customers/{id}/access-log}: who opened a person's data. */
@Path("/v1/customers/{id}/access-log")
@Singleton
public final class AccessLogResource {

    private final AccessRecords records;
    private final DataSubjects subjects;

    @Inject
    public AccessLogResource(AccessRecords records, DataSubjects subjects) {
        this.records = records;
        this.subjects = subjects;
    }

    @GET
    @Allow(scope = "customers:read", roles = PRIVACY_OFFICER)
    public Page<Access.View> list(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext context) {
        DataSubject subject = subjects.reach(Call.of(context), id);
        if (subjects.standing(subject) == DataSubjects.Standing.UNKNOWN) {
            throw Problem.notFound();
        }
        PageRequest page = PageRequest.of(uri, IdKind.ACCESS);
        return Page.of(page, records.read(subject, page.cursor(), page.backwards(), page.rows()))
                .map(Access::view);
    }
}
