package io.counterfoil.monitoring.control;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Page;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** {@code /v1/controls}. */
@Path("/v1/controls")
@Singleton
public final class ControlsResource {

    private final Assessments assessments;

    @Inject
    public ControlsResource(Assessments assessments) {
        this.assessments = assessments;
    }

    @GET
    @Allow(roles = {OPERATOR, AUDITOR})
    public Page<Assessments.View> list() {
        return new Page<>("list", assessments.all(), false);
    }
}
