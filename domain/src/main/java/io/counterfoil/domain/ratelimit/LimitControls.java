package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

    /** Index limit_refusal_hour. */
    private static final String POLICIES = """
        SELECT policy, sum(refused) FROM domain.limit_refusal
        WHERE hour >= date_trunc('hour', ?::timestamptz, 'UTC') GROUP BY policy\
        """;

    /** Those who came too early most often, and how many there are. Index limit_refusal_hour. */
    private static final String IMPATIENT = """
        SELECT merchant_id, key_id, policy, sum(refused), sum(impatient), count(*) OVER (),
               (sum(sum(impatient)) OVER ())::bigint
        FROM domain.limit_refusal
        WHERE hour >= date_trunc('hour', ?::timestamptz, 'UTC')
        GROUP BY merchant_id, key_id, policy HAVING sum(impatient) > 0
        ORDER BY sum(impatient) DESC, key_id LIMIT %s\
        """.formatted(Window.NAMED);

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

    private record Early(Impatient client, long clients, long calls) {}

    private static Assessment backoff(Window window) {
        List<Early> early = window.sql()
                .all(
                        IMPATIENT,
                        row -> new Early(
                                new Impatient(
                                        name(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                                        row.getString(3),
                                        row.getLong(4),
                                        row.getLong(5)),
                                row.getLong(6),
                                row.getLong(7)),
                        window.since());
        List<Impatient> clients = early.stream().map(Early::client).toList();
        return window.evidence()
                .with("refused", byPolicy(window))
                .with(
                        "clients_that_did_not_wait",
                        early.stream().mapToLong(Early::clients).findFirst().orElse(0))
                .with(
                        "calls_too_early",
                        early.stream().mapToLong(Early::calls).findFirst().orElse(0))
                .with("clients", clients)
                .failing(
                        clients.stream().anyMatch(client -> client.calledTooEarly() >= STUBBORN),
                        "a client goes on calling while it is refused")
                .atRisk(!early.isEmpty(), "clients called again before the time that Retry-After had named")
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
        window.sql()
                .all(POLICIES, row -> Map.entry(row.getString(1), row.getLong(2)), window.since())
                .forEach(policy -> policies.put(policy.getKey(), policy.getValue()));
        return policies;
    }

    private static String name(UUID merchant, UUID key) {
        if (key.equals(NOBODY)) {
            return "anyone";
        }
        return (merchant.equals(NOBODY) ? IdKind.OPERATOR_TOKEN : IdKind.API_KEY).text(key);
    }
}
