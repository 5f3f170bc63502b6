package io.counterfoil.privacy.page;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /privacy/{merchant}}: the page, and what it calls. No cookie, no script in the page, nothing from anywhere else, and no
 * secret in an address: links carry theirs in the fragment, all else is in bodies.
 */
@Path("/privacy/{merchant}")
@Singleton
public final class PrivacyPageResource {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final int LONGEST = 200;

    private final Page page;
    private final Merchants merchants;
    private final Asking asking;
    private final Confirmation confirmation;
    private final Visiting visiting;

    @Inject
    public PrivacyPageResource(
            Page page, Merchants merchants, Asking asking, Confirmation confirmation, Visiting visiting) {
        this.page = page;
        this.merchants = merchants;
        this.asking = asking;
        this.confirmation = confirmation;
        this.visiting = visiting;
    }

    record Ask(
            @Nullable String type,
            @Nullable String email,
            @Nullable String language) {}

    record Open(@Nullable String link) {}

    record Visit(@Nullable String visit) {}

    /** What everybody hears, whatever was asked in whose name. */
    record Asked(boolean asked) {}

    /** What lets somebody in for a while, and where the request stands. */
    record Opened(String visit, Visiting.State state) {}

    @GET
    @Produces("text/html; charset=utf-8")
    @Allow(anyone = true)
    public Response page(
            @PathParam("merchant") String merchant,
            @QueryParam("lang") @Nullable String chosen,
            @HeaderParam("Accept-Language") @Nullable String accepted) {
        String name = merchants.name(merchant(merchant));
        Locale language = language(chosen, accepted);
        return Response.ok(page.html(name, language))
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Content-Language", language.getLanguage())
                .header("Vary", "Accept-Language")
                .build();
    }

    @POST
    @Path("/ask")
    @Allow(anyone = true)
    public Response ask(@PathParam("merchant") String merchant, Body<Ask> body) {
        Ask sent = body.content();
        asking.ask(merchant(merchant), sent.type(), sent.email(), language(sent.language(), null));
        return Response.accepted(new Asked(true)).type("application/json").build();
    }

    @POST
    @Path("/open")
    @Allow(anyone = true)
    public Opened open(@PathParam("merchant") String merchant, Body<Open> body, @Context SecurityContext context) {
        UUID whose = merchant(merchant);
        Call call = Call.of(context);
        String visit = confirmation.open(whose, text("link", body.content().link()), call);
        return new Opened(visit, visiting.state(whose, visit, call));
    }

    @POST
    @Path("/state")
    @Allow(anyone = true)
    public Visiting.State state(
            @PathParam("merchant") String merchant, Body<Visit> body, @Context SecurityContext context) {
        return visiting.state(merchant(merchant), text("visit", body.content().visit()), Call.of(context));
    }

    @POST
    @Path("/withdraw")
    @Allow(anyone = true)
    public Visiting.State withdraw(
            @PathParam("merchant") String merchant, Body<Visit> body, @Context SecurityContext context) {
        return visiting.withdraw(
                merchant(merchant), text("visit", body.content().visit()), Call.of(context));
    }

    @POST
    @Path("/copy")
    @Produces("application/zip")
    @Allow(anyone = true)
    public Response copy(@PathParam("merchant") String merchant, Body<Visit> body, @Context SecurityContext context) {
        StreamingOutput content =
                visiting.copy(merchant(merchant), text("visit", body.content().visit()), Call.of(context))::writeTo;
        return Response.ok(content, "application/zip")
                .header("Content-Disposition", "attachment; filename=\"my-data.zip\"")
                .build();
    }

    private UUID merchant(String text) {
        return IdKind.MERCHANT.parse(text).filter(merchants::exists).orElseThrow(Problem::notFound);
    }

    private static String text(String param, @Nullable String text) {
        return Optional.ofNullable(text)
                .filter(value -> value.length() <= LONGEST)
                .orElseThrow(() -> Problem.invalid(param, "Send what the letter or the page holds."));
    }

    /** The one that was chosen, else what the browser prefers, else English. */
    static Locale language(@Nullable String chosen, @Nullable String accepted) {
        if (chosen != null) {
            return LANGUAGES.stream()
                    .filter(language -> language.getLanguage().equals(chosen))
                    .findFirst()
                    .orElse(Locale.ENGLISH);
        }
        try {
            Locale best = accepted == null || accepted.isBlank()
                    ? null
                    : Locale.lookup(Locale.LanguageRange.parse(accepted), LANGUAGES);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException unreadable) {
            return Locale.ENGLISH;
        }
    }
}
