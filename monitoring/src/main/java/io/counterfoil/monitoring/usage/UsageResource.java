package io.counterfoil.monitoring.usage;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Whose;
import io.counterfoil.monitoring.period.Period;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /v1/usage}: of one's own merchant and mode; of any, or of all, for auditors. */
@Path("/v1/usage")
@Singleton
public final class UsageResource {

    private final Usage usage;
    private final InstantSource time;

    @Inject
    public UsageResource(Usage usage, InstantSource time) {
        this.usage = usage;
        this.time = time;
    }

    @GET
    @Allow(scope = "usage:read", roles = AUDITOR)
    public Page<Map<String, Object>> grouped(@Context UriInfo uri, @Context SecurityContext context) {
        Whose whose = Whose.of(uri, Call.of(context));
        Period period = Period.of(uri, Usage.GROUPINGS, time);
        return new Page<>("list", usage.grouped(whose, period), false);
    }

    @GET
    @Path("/sightings")
    @Allow(scope = "usage:read", roles = AUDITOR)
    public Page<KeySighting.View> sightings(@Context UriInfo uri, @Context SecurityContext context) {
        Whose whose = Whose.of(uri, Call.of(context));
        UUID key = Optional.ofNullable(uri.getQueryParameters().getFirst("api_key"))
                .flatMap(IdKind.API_KEY::parse)
                .orElseThrow(() -> Problem.invalid("api_key", "Name the key that is asked about."));
        return new Page<>(
                "list",
                usage.sightings(whose, key).stream().map(KeySighting::view).toList(),
                false);
    }
}
