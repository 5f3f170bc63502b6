package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether endpoints are reached safely: over HTTPS, with secrets that are valid and young, and not more than they bear. */
@Singleton
final class EndpointControls implements Controls {

    /** A secret that nobody has collected for so long protects nobody. */
    private static final Duration WAITED = Duration.ofDays(7);

    private static final double WARNED = 0.9;

    /** Reads endpoints and their secrets whole, once for each control: there are few. Index signer_endpoint. */
    private static final String ENDPOINTS = """
        SELECT e.id, e.url NOT ILIKE 'https://%%', e.rate_limit IS NOT NULL,
               st.hold_until > ? AND st.hold_until <> 'infinity', coalesce(st.failures, 0),
               count(s.id) FILTER (WHERE s.expires_at IS NULL OR s.expires_at > ?),
               min(s.created_at) FILTER (WHERE s.expires_at IS NULL AND NOT s.waiting),
               min(s.created_at) FILTER (WHERE s.expires_at IS NULL AND s.waiting),
               max(s.created_at), e.created_at
        FROM webhooks.endpoint e
        LEFT JOIN webhooks.signer s ON s.merchant_id = e.merchant_id AND s.endpoint_id = e.id
        LEFT JOIN webhooks.endpoint_state st ON st.merchant_id = e.merchant_id AND st.endpoint_id = e.id
        WHERE e.status = 'enabled'
        GROUP BY e.merchant_id, e.id, st.hold_until, st.failures
        ORDER BY e.id\
        """.replace("%%", "%");

    private final Duration oldest;

    @Inject
    EndpointControls(ConfigurationSource configuration) {
        this.oldest = EndpointSettings.SECRET_AGE.in(configuration);
    }

    private record One(
            String id,
            boolean plain,
            boolean limited,
            boolean held,
            int failures,
            long signers,
            @Nullable Instant current,
            @Nullable Instant waiting,
            @Nullable Instant newest,
            Instant createdAt) {

        static One read(ResultSet row) throws SQLException {
            return new One(
                    IdKind.WEBHOOK_ENDPOINT.text(row.getObject(1, UUID.class)),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getInt(5),
                    row.getLong(6),
                    Window.maybe(row, 7).orElse(null),
                    Window.maybe(row, 8).orElse(null),
                    Window.maybe(row, 9).orElse(null),
                    Sql.instant(row, 10));
        }

        boolean olderThan(Duration age, Instant now) {
            return current != null && current.isBefore(now.minus(age));
        }

        /** Its secret is not the one that it was made with. */
        boolean replaced() {
            return newest != null && newest.isAfter(createdAt.plusSeconds(60));
        }
    }

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("webhooks.signatures", EndpointControls::signatures),
                new Control("webhooks.https_only", EndpointControls::https),
                new Control("webhooks.rate_limited", EndpointControls::limits),
                new Control("webhooks.secrets_rotated", this::rotated));
    }

    private static List<One> endpoints(Window window) {
        return window.sql().all(ENDPOINTS, One::read, window.asOf(), window.asOf());
    }

    private static Assessment signatures(Window window) {
        List<One> all = endpoints(window);
        Instant late = window.asOf().minus(WAITED);
        List<String> unsigned =
                ids(all.stream().filter(one -> one.signers() == 0).toList());
        List<String> waiting = ids(all.stream()
                .filter(one -> one.waiting() != null && one.waiting().isBefore(late))
                .toList());
        return window.evidence()
                .with("endpoints", all.size())
                .with("endpoints_signed", all.size() - unsigned.size())
                .with("secrets_valid", all.stream().mapToLong(One::signers).sum())
                .with("without_valid_secret", unsigned)
                .with(
                        "secrets_waiting",
                        all.stream().filter(one -> one.waiting() != null).count())
                .with("never_fetched", waiting)
                .with(
                        "never_replaced",
                        all.stream().filter(one -> !one.replaced()).count())
                .notApplicable(all.isEmpty(), "there are no webhook endpoints")
                .failing(!unsigned.isEmpty(), "an endpoint has no secret that is valid: rotate it")
                .atRisk(!waiting.isEmpty(), "new secrets wait for a week to be collected")
                .assess();
    }

    private static Assessment https(Window window) {
        List<One> all = endpoints(window);
        List<String> plain = ids(all.stream().filter(One::plain).toList());
        return window.evidence()
                .with("endpoints", all.size())
                .with("endpoints_over_https", all.size() - plain.size())
                .with("endpoints_over_http", plain)
                .notApplicable(all.isEmpty(), "there are no webhook endpoints")
                .failing(!plain.isEmpty(), "events are sent in the clear: give the endpoint an https URL")
                .assess();
    }

    private static Assessment limits(Window window) {
        List<One> all = endpoints(window);
        List<String> unlimited = ids(all.stream().filter(one -> !one.limited()).toList());
        List<String> held = ids(all.stream().filter(One::held).toList());
        return window.evidence()
                .with("endpoints", all.size())
                .with("endpoints_limited", all.size() - unlimited.size())
                .with("without_limit", first(unlimited))
                .with("throttled", first(held))
                .with("throttled_answers", window.seen("webhook_throttled").total())
                .with("throttled_lately", window.seen("webhook_throttled").named())
                .notApplicable(all.isEmpty(), "there are no webhook endpoints")
                .atRisk(!unlimited.isEmpty(), "endpoints get as much as they can take: set their rate_limit")
                .atRisk(!held.isEmpty(), "endpoints are held back because they fail or asked for it")
                .assess();
    }

    private Assessment rotated(Window window) {
        List<One> all = endpoints(window);
        Instant now = window.asOf();
        List<String> old =
                ids(all.stream().filter(one -> one.olderThan(oldest, now)).toList());
        Duration warned = Duration.ofSeconds((long) (oldest.toSeconds() * WARNED));
        long soon = all.stream().filter(one -> one.olderThan(warned, now)).count() - old.size();
        List<Instant> ages = new ArrayList<>();
        all.forEach(one -> Optional.ofNullable(one.current()).ifPresent(ages::add));
        Optional<Long> oldestDays = ages.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.between(Collections.min(ages), now).toDays());
        return window.evidence()
                .with("endpoints", all.size())
                .with("policy_days", oldest.toDays())
                .with("oldest_secret_days", oldestDays)
                .with("past_policy", first(old))
                .with("past_policy_soon", soon)
                .with(
                        "secrets_made",
                        all.stream()
                                .filter(one ->
                                        one.newest() != null && one.newest().isAfter(window.since()))
                                .count())
                .notApplicable(all.isEmpty(), "there are no webhook endpoints")
                .failing(!old.isEmpty(), "secrets are older than the policy: rotate them")
                .atRisk(soon > 0, "secrets reach the age of the policy soon")
                .assess();
    }

    private static List<String> ids(List<One> endpoints) {
        return endpoints.stream().map(One::id).toList();
    }

    private static List<String> first(List<String> ids) {
        return ids.stream().limit(Window.NAMED).toList();
    }
}
