package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Whether limits are there for everybody, and whether clients heed them. What the edge saw is counted by the edge. */
@Singleton
final class LimitControls implements Controls {

    private static final UUID NOBODY = new UUID(0, 0);

    /** Beyond that limits stop nobody any more. */
    private static final double HARDLY_A_LIMIT = 100;

    /** So many calls that came too early are no accident any more. */
    private static final long STUBBORN = 1_000;

    private static final String SERVERS = """
        SELECT count(*) FROM domain.server_instance WHERE alive_until > now()\
        """;

    private static final String OWN = "SELECT count(*) FROM domain.merchant_limit";

    private final double factor;
    private final boolean shared;

    @Inject
    LimitControls(ConfigurationSource configuration) {
        this.factor = RateLimitSettings.FACTOR.in(configuration);
        this.shared = RateLimitSettings.REDIS.find(configuration).isPresent();
    }

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("limits.per_user_and_ip", this::everywhere),
                new Control("limits.backoff", LimitControls::backoff),
                new Control("limits.429", LimitControls::refused));
    }

    private Assessment everywhere(Window window) {
        Window.Seen answered = window.seen("limited_call");
        Window.Seen without = window.seen("unlimited_call");
        long servers = window.sql().first(SERVERS, row -> row.getLong(1)).orElse(0L);
        Limits limits = Limits.scaled(factor);
        return window.evidence()
                .with("calls_limited", answered.total())
                .with("calls_without_limit", without.total())
                .with("routes_without_limit", without.named())
                .with("requests_per_second_of_a_key", limits.requestsPerSecond())
                .with("money_per_second_of_a_merchant", limits.moneyPerSecond())
                .with("requests_per_second_of_an_address", RateLimitSettings.scale(1_000, factor))
                .with(
                        "merchants_with_own_limits",
                        window.sql().first(OWN, row -> row.getLong(1)).orElse(0L))
                .with("servers", servers)
                .with("shared_by_servers", shared)
                .with("refused", byPolicy(window))
                .failing(without.any(), "calls were answered that no limit was asked about")
                .atRisk(servers > 1 && !shared, "several servers count each for itself")
                .atRisk(factor > HARDLY_A_LIMIT, "the limits are so high that they stop nobody")
                .assess();
    }

    /** One client that called without waiting. */
    private record Impatient(String client, String policy, long refused, long calledTooEarly) {}

    private static Assessment backoff(Window window) {
        List<Impatient> clients = Refusals.since(window.since(), window.sql()).stream()
                .filter(total -> total.impatient() > 0)
                .map(total -> new Impatient(name(total), total.policy(), total.refused(), total.impatient()))
                .sorted(Comparator.comparingLong(Impatient::calledTooEarly).reversed())
                .toList();
        long early = clients.stream().mapToLong(Impatient::calledTooEarly).sum();
        return window.evidence()
                .with("refused", byPolicy(window))
                .with("clients_that_did_not_wait", clients.size())
                .with("calls_too_early", early)
                .with("clients", clients.stream().limit(Window.NAMED).toList())
                .failing(
                        clients.stream().anyMatch(client -> client.calledTooEarly() >= STUBBORN),
                        "a client goes on calling while it is refused")
                .atRisk(early > 0, "clients called again before the time that Retry-After had named")
                .assess();
    }

    private static Assessment refused(Window window) {
        Window.Seen good = window.seen("refused_with_retry_after");
        Window.Seen bad = window.seen("refused_without_retry_after");
        Map<String, Long> byPolicy = byPolicy(window);
        return window.evidence()
                .with("answers_429", good.total() + bad.total())
                .with("with_retry_after", good.total())
                .with("without_retry_after", bad.total())
                .with("last_429_at", good.lastAt())
                .with("refused", byPolicy)
                .failing(bad.any(), "calls were refused with 429 that did not say for how long")
                .assess();
    }

    private static Map<String, Long> byPolicy(Window window) {
        Map<String, Long> policies = new TreeMap<>();
        Refusals.since(window.since(), window.sql())
                .forEach(total -> policies.merge(total.policy(), total.refused(), Long::sum));
        return policies;
    }

    private static String name(Refusals.Total total) {
        if (total.key().equals(NOBODY)) {
            return "anyone";
        }
        return (total.merchant().equals(NOBODY) ? IdKind.OPERATOR_TOKEN : IdKind.API_KEY).text(total.key());
    }
}
