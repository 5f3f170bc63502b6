package io.counterfoil.privacy.rotation;

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
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/vault/rotations}: for operators. */
@Path("/v1/vault/rotations")
@Singleton
public final class RotationsResource {

    private final Rotations rotations;
    private final Idempotency idempotency;
    private final Event<AuditedAct> acts;

    @Inject
    public RotationsResource(Rotations rotations, Idempotency idempotency, Event<AuditedAct> acts) {
        this.rotations = rotations;
        this.idempotency = idempotency;
        this.acts = acts;
    }

    @POST
    @Allow(roles = OPERATOR)
    public Response begin(Body<BeginRotation> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Rotation.Kind kind = body.content().wanted();
        return idempotency
                .once(call, body.tree(), () -> {
                    Rotation begun = rotations.begin(kind);
                    acts.fire(new AuditedAct(
                            Optional.empty(),
                            call.actor(),
                            "vault.rotation_begun",
                            IdKind.ROTATION.text(begun.id),
                            "done",
                            call.address(),
                            Map.of("kind", kind.text())));
                    return Answer.created(begun.view(List.of()));
                })
                .response();
    }

    @GET
    @Allow(roles = OPERATOR)
    public Page<Rotation.View> list(@Context UriInfo uri) {
        PageRequest page = PageRequest.of(uri, IdKind.ROTATION);
        List<String> broken = rotations.broken();
        return Page.of(page, rotations.page(page)).map(rotation -> rotation.view(broken));
    }

    @GET
    @Path("/{id}")
    @Allow(roles = OPERATOR)
    public Rotation.View get(@PathParam("id") String id) {
        return IdKind.ROTATION
                .parse(id)
                .flatMap(rotations::find)
                .map(rotation -> rotation.view(rotations.broken()))
                .orElseThrow(Problem::notFound);
    }
}
