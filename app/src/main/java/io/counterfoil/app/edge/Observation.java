package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.CurrentCall;
import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.monitoring.metrics.RequestMetrics;
import io.counterfoil.monitoring.usage.SeenCall;
import io.counterfoil.monitoring.usage.UsageMeter;
import jakarta.inject.Inject;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells monitoring of each call that was answered. What it costs is some additions in memory; no database, and a line in
 * the log only where a call failed or took long.
 */
@WebListener
public class Observation implements ServletRequestListener {

    private static final Logger LOG = Logger.getLogger(Observation.class.getName());
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final String BEGUN = "counterfoil.begun";
    private static final String RESPONSE = "counterfoil.response";
    private static final String ROUTE = "counterfoil.route";
    private static final String PROBLEM = "counterfoil.problem";
    private static final String CALLER = "counterfoil.caller";
    private static final int PSEUDONYM_BYTES = 6;

    /** A good credential that may not do that. */
    private static final String FORBIDDEN = "forbidden";

    private final UsageMeter meter;
    private final RequestMetrics metrics;
    private final KeyedHash hash;
    private final Practices practices;
    private final FailedAuthentications failures;

    @Inject
    public Observation(
            UsageMeter meter,
            RequestMetrics metrics,
            KeyedHash hash,
            Practices practices,
            FailedAuthentications failures) {
        this.practices = practices;
        this.failures = failures;
        this.meter = meter;
        this.metrics = metrics;
        this.hash = hash;
    }

    /** Where the answer will stand. */
    static void answering(HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(RESPONSE, response);
    }

    /** Which of our methods is called, by its path with variables. */
    static void routed(HttpServletRequest request, String route) {
        request.setAttribute(ROUTE, route);
    }

    static void refused(HttpServletRequest request, String code) {
        request.setAttribute(PROBLEM, code);
    }

    /** Whose credential was sent, whether or not it is let in. */
    static void recognised(HttpServletRequest request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
        request.setAttribute(BEGUN, System.nanoTime());
        CurrentCall.begin(() -> Optional.ofNullable(CallAttribute.of(request)));
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        CurrentCall.end();
        HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
        Call call = call(request);
        if (call != null && request.getAttribute(RESPONSE) instanceof HttpServletResponse response) {
            Duration took = Duration.ofNanos(System.nanoTime() - (long) request.getAttribute(BEGUN));
            String route = request.getAttribute(ROUTE) instanceof String known ? known : "none";
            Optional<String> code = Optional.ofNullable((String) request.getAttribute(PROBLEM));
            SeenCall seen = new SeenCall(call.caller(), route, response.getStatus(), call.address());
            meter.count(seen);
            metrics.count(seen, code, response.getHeader("Idempotent-Replayed") != null, took);
            practices.seen(request, response, call, route, code);
            if (code.filter(FORBIDDEN::equals).isPresent() && !(call.caller() instanceof Caller.Anyone)) {
                failures.refused(call.address(), call.actor());
            }
            if (seen.status() >= 400 || took.compareTo(LONG) > 0) {
                log(call, seen, code.orElse("-"), took);
            }
        }
    }

    /** By whoever was recognised, whom a limit may have refused since. */
    private static @Nullable Call call(HttpServletRequest request) {
        Call call = CallAttribute.of(request);
        return call != null && request.getAttribute(CALLER) instanceof Caller known ? call.by(known) : call;
    }

    /** Ids and figures: no path, which may hold what somebody typed, no address, and of the merchant a pseudonym. */
    private void log(Call call, SeenCall seen, String code, Duration took) {
        LOG.log(Level.INFO, "request_id={0} merchant={1} route=\"{2}\" status={3} code={4} ms={5}", new Object[] {
            call.requestId(),
            merchant(call.caller()),
            seen.route(),
            Integer.toString(seen.status()),
            code,
            Long.toString(took.toMillis())
        });
    }

    private String merchant(Caller caller) {
        if (!(caller instanceof Caller.MerchantKey key)) {
            return "-";
        }
        UUID id = key.merchant();
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return "m_" + HexFormat.of().formatHex(hash.of("merchant in logs", bytes), 0, PSEUDONYM_BYTES);
    }
}
