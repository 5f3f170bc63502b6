package io.counterfoil.domain.apikey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whether keys are where they belong, and gone once they were elsewhere. Reads the keys whole: there are few. */
@Singleton
final class KeyControls implements Controls {

    /** Until then whoever owns a key that was seen where it must not be may bring its successor out. */
    private static final Duration TIME_TO_ROLL = Duration.ofDays(1);

    private static final String WORKS = "k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)";

    private static final String BROWSERS = """
        SELECT k.id, k.browser_seen_at, %s, count(*) OVER (), count(*) FILTER (WHERE %s) OVER ()
        FROM domain.api_key k WHERE k.browser_seen_at >= ?
        ORDER BY 3 DESC, k.browser_seen_at DESC LIMIT %s\
        """.formatted(WORKS, WORKS, Window.NAMED);

    private static final String KEYS = """
        SELECT count(*) FILTER (WHERE %1$s),
               count(*) FILTER (WHERE %1$s AND NOT k.livemode),
               count(*) FILTER (WHERE %1$s AND k.livemode),
               count(*) FILTER (WHERE k.last_used_at >= ?),
               count(*) FILTER (WHERE k.last_used_at >= ? AND NOT k.livemode),
               count(*) FILTER (WHERE k.last_used_at >= ? AND k.livemode)
        FROM domain.api_key k\
        """.formatted(WORKS);

    private static final String SUSPECTED = """
        SELECT k.id, least(k.plain_seen_at, k.browser_seen_at) FROM domain.api_key k
        WHERE %s AND (k.plain_seen_at >= ? OR k.browser_seen_at >= ?)
        ORDER BY 2 LIMIT %s\
        """.formatted(WORKS, Window.NAMED);

    private static final String EXPOSED = """
        SELECT count(*), count(*) FILTER (WHERE %s) FROM domain.api_key k WHERE k.exposed_at >= ?\
        """.formatted(WORKS);

    private static final String SPEED = """
        SELECT count(*), extract(epoch FROM max(revoked_at - reported_at))::float8, max(reported_at)
        FROM domain.leak_report WHERE worked AND reported_at >= ?\
        """;

    private final boolean production;

    @Inject
    KeyControls(ConfigurationSource configuration) {
        this.production = ServerSettings.ENVIRONMENT.in(configuration) == Environment.PRODUCTION;
    }

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("keys.server_side_only", KeyControls::browsers),
                new Control("keys.rotated_when_compromised", KeyControls::rotated),
                new Control("keys.test_for_development", this::test),
                new Control("keys.live_only_in_production", this::live));
    }

    private record Seen(String key, Instant seenAt, boolean working) {}

    private record InBrowser(Seen key, long all, long working) {}

    private static Assessment browsers(Window window) {
        Instant now = window.asOf();
        List<InBrowser> seen = window.sql()
                .all(
                        BROWSERS,
                        row -> new InBrowser(
                                new Seen(
                                        IdKind.API_KEY.text(row.getObject(1, UUID.class)),
                                        Sql.instant(row, 2),
                                        row.getBoolean(3)),
                                row.getLong(4),
                                row.getLong(5)),
                        now,
                        now,
                        window.since());
        long working = seen.stream().mapToLong(InBrowser::working).findFirst().orElse(0);
        Count keys = count(window);
        return window.evidence()
                .with("keys_working", keys.working())
                .with("keys_used", keys.used())
                .with(
                        "keys_seen_in_browser",
                        seen.stream().mapToLong(InBrowser::all).findFirst().orElse(0))
                .with("of_these_working", working)
                .with("keys", seen.stream().map(InBrowser::key).toList())
                .failing(working > 0, "a key that a browser sent still works: roll it")
                .atRisk(!seen.isEmpty(), "keys were sent by browsers")
                .assess();
    }

    private static Assessment rotated(Window window) {
        Instant now = window.asOf();
        Instant since = window.since();
        List<Seen> suspected = window.sql()
                .all(
                        SUSPECTED,
                        row -> new Seen(IdKind.API_KEY.text(row.getObject(1, UUID.class)), Sql.instant(row, 2), true),
                        now,
                        since,
                        since);
        long[] exposed = window.sql()
                .first(EXPOSED, row -> new long[] {row.getLong(1), row.getLong(2)}, now, since)
                .orElseThrow();
        Speed speed = window.sql()
                .first(
                        SPEED,
                        row -> new Speed(
                                row.getLong(1),
                                Optional.ofNullable(row.getObject(2, Double.class)),
                                Window.maybe(row, 3)),
                        since)
                .orElseThrow();
        boolean overdue = suspected.stream().anyMatch(key -> key.seenAt().isBefore(now.minus(TIME_TO_ROLL)));
        return window.evidence()
                .with("keys_exposed", exposed[0])
                .with("exposed_and_working", exposed[1])
                .with("suspected_and_working", suspected.size())
                .with("suspected", suspected)
                .with("reports", speed.reports())
                .with("slowest_seconds", speed.slowestSeconds())
                .with("last_report_at", speed.lastAt())
                .failing(exposed[1] > 0, "a key that was reported still works: revoke it")
                .failing(overdue, "a key that others may have seen was not rolled for a day")
                .atRisk(!suspected.isEmpty(), "keys that others may have seen still work: roll them")
                .atRisk(
                        speed.slowestSeconds().orElse(0.0)
                                > Duration.ofMinutes(1).toSeconds(),
                        "a reported key worked on for more than a minute")
                .assess();
    }

    private record Speed(long reports, Optional<Double> slowestSeconds, Optional<Instant> lastAt) {}

    private Assessment test(Window window) {
        Count keys = count(window);
        Window.Seen refused = window.seen("live_key_in_development");
        return window.evidence()
                .with("environment", environment())
                .with("test_keys_working", keys.test())
                .with("test_keys_used", keys.testUsed())
                .with("live_keys_refused_in_development", refused.total())
                .with("last_refused_at", refused.lastAt())
                .atRisk(refused.any(), "live keys were tried on a server for development")
                .atRisk(keys.live() > 0 && keys.test() == 0, "there are live keys and none to develop with")
                .assess();
    }

    private Assessment live(Window window) {
        Count keys = count(window);
        Window.Seen environments = window.seen("server_environment");
        boolean developed = !production || environments.of("development") > 0;
        return window.evidence()
                .with("environment", environment())
                .with("live_keys_working", keys.live())
                .with("live_keys_used", keys.liveUsed())
                .with(
                        "live_keys_refused_in_development",
                        window.seen("live_key_in_development").total())
                .with("development_servers_on_this_database", environments.of("development"))
                .notApplicable(keys.live() == 0, "there are no live keys")
                .failing(!production, "live keys exist in a database that a server for development uses")
                .atRisk(developed, "a server for development was started on this database")
                .assess();
    }

    private String environment() {
        return production ? "production" : "development";
    }

    private record Count(long working, long test, long live, long used, long testUsed, long liveUsed) {}

    private static Count count(Window window) {
        Instant now = window.asOf();
        Instant since = window.since();
        return window.sql()
                .first(
                        KEYS,
                        row -> new Count(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)),
                        now,
                        now,
                        now,
                        since,
                        since,
                        since)
                .orElseThrow();
    }
}
