package io.counterfoil.monitoring.review;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/reviews}: what a person reads of each day, and signs. */
@Path("/v1/reviews")
@Singleton
public final class ReviewsResource {

    private static final LocalDate LATEST = LocalDate.of(9999, 1, 1);

    private final Reviews reviews;
    private final Idempotency idempotency;
    private final Event<AuditedAct> acts;

    @Inject
    public ReviewsResource(Reviews reviews, Idempotency idempotency, Event<AuditedAct> acts) {
        this.reviews = reviews;
        this.idempotency = idempotency;
        this.acts = acts;
    }

    /** The body of a sign-off: whoever sends it says all by sending it. */
    record SignOff() {}

    @GET
    @Allow(roles = {OPERATOR, AUDITOR})
    public Page<Review.View> list(@Context UriInfo uri) {
        int limit = PageRequest.limit(uri);
        String after = uri.getQueryParameters().getFirst("starting_after");
        LocalDate before = after == null
                ? LATEST
                : day(after)
                        .orElseThrow(() ->
                                Problem.invalid("starting_after", "Send the day of a review, such as 2030-01-31."));
        List<Review> rows = reviews.page(before, limit + 1);
        boolean more = rows.size() > limit;
        return new Page<>(
                "list",
                rows.subList(0, more ? limit : rows.size()).stream()
                        .map(Review::view)
                        .toList(),
                more);
    }

    @GET
    @Path("/{day}")
    @Allow(roles = {OPERATOR, AUDITOR})
    public Review.View get(@PathParam("day") String day) {
        return day(day).flatMap(reviews::find).map(Review::view).orElseThrow(Problem::notFound);
    }

    @POST
    @Path("/{day}/sign-off")
    @Allow(roles = OPERATOR)
    public Response signOff(@PathParam("day") String text, Body<SignOff> body, @Context SecurityContext context) {
        LocalDate day = day(text).orElseThrow(Problem::notFound);
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> {
                    Actor person = Actor.of(call);
                    Review review = reviews.signOff(day, person.id());
                    acts.fire(new AuditedAct(
                            Optional.empty(),
                            person.id(),
                            "review.signed_off",
                            day.toString(),
                            "done",
                            person.address(),
                            Map.of("digest_sha256", sha256(review.digest()))));
                    return Answer.of(200, review.view());
                })
                .response();
    }

    /** So that the audit log says which text was signed. */
    private static String sha256(String digest) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(digest.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(LocalDate::parse);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
