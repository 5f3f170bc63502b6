package io.counterfoil.app.edge;

import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.idempotency.KeyHabits;
import io.counterfoil.domain.rest.Call;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an answered call says about how the server and its clients work, for the controls: additions in memory. */
@Singleton
public class Practices {

    /** Servlet 6.1, section 3.10. */
    private static final String PROTOCOL = "jakarta.servlet.request.secure_protocol";

    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");

    private final Sightings sightings;
    private final KeyHabits habits;

    @Inject
    Practices(Sightings sightings, KeyHabits habits) {
        this.sightings = sightings;
        this.habits = habits;
    }

    void seen(
            HttpServletRequest request, HttpServletResponse response, Call call, String route, Optional<String> code) {
        if (response.getHeader("RateLimit-Policy") != null) {
            sightings.see("limited_call", "calls");
        } else if (response.getStatus() < 400 && !route.equals("none")) {
            sightings.see("unlimited_call", route);
        }
        if (String.valueOf(response.getContentType()).startsWith("text/html")) {
            sightings.see("page", route);
        }
        sightings.see("tls", protocol(request));
        if (response.getStatus() == 429) {
            boolean tells = SECONDS.matcher(String.valueOf(response.getHeader("Retry-After")))
                    .matches();
            sightings.see(tells ? "refused_with_retry_after" : "refused_without_retry_after", route);
        }
        code.filter("live_mode_off"::equals).ifPresent(live -> sightings.see("live_key_in_development", call.actor()));
        habits.answered(
                call,
                response.getStatus(),
                code,
                response.getHeader("Idempotent-Replayed") != null,
                MoneyCalls.isOne(request));
    }

    private static String protocol(HttpServletRequest request) {
        if (!request.isSecure()) {
            return "none";
        }
        return request.getAttribute(PROTOCOL) instanceof String protocol ? protocol : "unknown";
    }
}
