package io.counterfoil.monitoring.control;

import static io.counterfoil.domain.control.Assessment.Status.AT_RISK;
import static io.counterfoil.domain.control.Assessment.Status.FAILING;
import static io.counterfoil.domain.control.Assessment.Status.MET;
import static io.counterfoil.domain.control.Assessment.Status.NOT_APPLICABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Assessment.Status;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Brings about each status of each practice by what the database holds. Each case empties the tables, fills in what it is
 * about, looks, and is undone: nobody else ever sees it.
 */
@ExtendWith(ArquillianExtension.class)
class PracticesInContainerIT {

    private static final String EMPTY = """
        DELETE FROM domain.control_sighting; DELETE FROM domain.leak_report; DELETE FROM domain.api_key;
        DELETE FROM domain.limit_refusal; DELETE FROM domain.receipt; DELETE FROM domain.receipt_secret;
        DELETE FROM domain.server_instance; DELETE FROM webhooks.endpoint; DELETE FROM webhooks.delivery_queue;
        DELETE FROM webhooks.attempt; DELETE FROM webhooks.delivery; DELETE FROM webhooks.event;
        DELETE FROM monitoring.incident_task; DELETE FROM monitoring.incident_step; DELETE FROM monitoring.incident;
        DELETE FROM monitoring.review; DELETE FROM monitoring.alert_channel; DELETE FROM monitoring.alert;
        DELETE FROM monitoring.detector_state; DELETE FROM monitoring.payment_attempt;
        DELETE FROM monitoring.failed_payment; DELETE FROM monitoring.usage_hour; DELETE FROM monitoring.usage_minute;
        DELETE FROM privacy.certificate; DELETE FROM privacy.export; DELETE FROM privacy.request;
        DELETE FROM privacy.customer; DELETE FROM privacy_keys.rotation; DELETE FROM domain.merchant;
        INSERT INTO domain.merchant (id, name, created_at) VALUES ('00000000-0000-7000-8000-000000000001', 'x', now())\
        """;

    /** The merchant, and a row of each table that most cases need. */
    private static final Map<String, String> WORDS = Map.of(
            "$M",
            "'00000000-0000-7000-8000-000000000001'::uuid",
            "$KEY",
            "INSERT INTO domain.api_key (merchant_id, id, name, prefix, last_four, secret_hash, scopes, ip_allow_list,"
                    + " created_at, livemode, %s) VALUES ('00000000-0000-7000-8000-000000000001',"
                    + " gen_random_uuid(), '', '', '', decode('00', 'hex'), '', '', now() - interval '40 days', %s)",
            "$ENDPOINT",
            "INSERT INTO webhooks.endpoint (merchant_id, id, livemode, url, event_types, headers, rate_limit, status,"
                    + " created_at) VALUES ('00000000-0000-7000-8000-000000000001',"
                    + " '00000000-0000-7000-8000-0000000000ee', false, '%s', '*', '', %s, 'enabled',"
                    + " now() - interval '400 days')",
            "$SIGNER",
            "INSERT INTO webhooks.signer (merchant_id, id, endpoint_id, sealed, created_at, expires_at, waiting)"
                    + " VALUES ('00000000-0000-7000-8000-000000000001', gen_random_uuid(),"
                    + " '00000000-0000-7000-8000-0000000000ee', '', now() - interval '%s', %s, %s)",
            "$SEEN",
            "INSERT INTO domain.control_sighting (merchant_id, what, subject, day, count, first_at, last_at) VALUES"
                    + " ('00000000-0000-0000-0000-000000000000', '%s', '%s', (now() AT TIME ZONE 'UTC')::date, %s, now(), now())",
            "$INCIDENT",
            "INSERT INTO monitoring.incident (merchant_id, id, livemode, type, status, drill, subject, summary, opened_at,"
                    + " opened_by, window_from) VALUES ('00000000-0000-7000-8000-000000000001', %s, false,"
                    + " 'compromised_api_key', 'open', %s, 'x', '', now() - interval '%s', 'x', now())",
            "$STEP",
            "INSERT INTO monitoring.incident_step (merchant_id, incident_id, step, begun_at, done_at, done_by, result)"
                    + " SELECT merchant_id, id, '%s', opened_at, opened_at + interval '%s', 'x', '{}'"
                    + " FROM monitoring.incident",
            "$REQUEST",
            "INSERT INTO privacy.request (merchant_id, id, livemode, type, status, regime, origin, customers, language,"
                    + " received_at, due_at, ended_at, stuck_reason) VALUES ('00000000-0000-7000-8000-000000000001', %s,"
                    + " false, '%s', '%s', 'gdpr', 'merchant', '{}', 'en', now() - interval '20 days',"
                    + " now() + interval '%s', %s, %s)");

    /** An id with the time of now less an interval: a UUIDv7. */
    private static String id(String ago) {
        return "(lpad(to_hex((extract(epoch FROM now() - interval '" + ago + "') * 1000)::bigint), 12, '0')"
                + " || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid";
    }

    private static String fill(String template, Object... values) {
        return WORDS.getOrDefault(template, template).formatted(values);
    }

    private static String key(String column, String value) {
        return fill("$KEY", column, value);
    }

    private static String seen(String what, String subject, int count) {
        return fill("$SEEN", what, subject, count);
    }

    private static String endpoint(String url, String limit) {
        return fill("$ENDPOINT", url, limit);
    }

    private static String signer(String age, String expires, boolean waiting) {
        return fill("$SIGNER", age, expires, waiting);
    }

    private static String incident(boolean drill, String ago) {
        return fill("$INCIDENT", id(ago), drill, ago);
    }

    private static String step(String step, String took) {
        return fill("$STEP", step, took);
    }

    private static String request(String type, String status, String dueIn, String ended, String stuck) {
        return fill("$REQUEST", id("20 days"), type, status, dueIn, ended, stuck);
    }

    private static String leak(String took) {
        return "INSERT INTO domain.leak_report SELECT merchant_id, gen_random_uuid(), livemode, id, 'github', true,"
                + " now() - interval '1 day', now() - interval '1 day' + interval '" + took + "' FROM domain.api_key";
    }

    private static String review(int daysAgo, String signed) {
        return "INSERT INTO monitoring.review (day, digest, made_at, signed_off_by, signed_off_at) VALUES"
                + " ((now() AT TIME ZONE 'UTC')::date - " + daysAgo + ", '{}', now(), " + signed + ")";
    }

    private static String channel(String tested, String failing) {
        return "INSERT INTO monitoring.alert_channel (id, kind, name, target, severity, created_at, tested_at,"
                + " failing_since) VALUES (gen_random_uuid(), 'email', '', '', 'info', now(), " + tested + ", "
                + failing
                + ")";
    }

    private static String delivery(String status) {
        return "INSERT INTO webhooks.delivery (merchant_id, id, livemode, endpoint_id, event_id, event_type, status,"
                + " created_at) SELECT merchant_id, " + id("5 minutes") + ", false, " + WORDS.get("$M")
                + ", id, type, '"
                + status + "', created_at FROM webhooks.event";
    }

    private static final String EVENT = "INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)"
            + " VALUES (" + WORDS.get("$M") + ", " + id("5 minutes") + ", false, 'payment.succeeded', '{}', now())";

    private static final String RECEIPT = "INSERT INTO domain.receipt VALUES (" + WORDS.get("$M") + ", " + id("1 day")
            + ", false, gen_random_uuid(), '{}', '', now())";

    private static String receiptSecret(String age) {
        return "INSERT INTO domain.receipt_secret VALUES (" + WORDS.get("$M") + ", gen_random_uuid(), false, '',"
                + " now() - interval '" + age + "')";
    }

    private static String server() {
        return "INSERT INTO domain.server_instance VALUES (gen_random_uuid(), now() + interval '1 minute')";
    }

    private static String refusal(int refused, int impatient) {
        return "INSERT INTO domain.limit_refusal VALUES (" + WORDS.get("$M") + ", gen_random_uuid(), 'key',"
                + " date_trunc('hour', now()), " + refused + ", " + impatient + ")";
    }

    private static String customer(String age, String email) {
        return "INSERT INTO privacy.customer (merchant_id, id, livemode, created_at, email) VALUES (" + WORDS.get("$M")
                + ", " + id(age) + ", false, now() - interval '" + age + "', decode('" + email + "', 'hex'))";
    }

    private static String attempt(String failure) {
        return "INSERT INTO monitoring.payment_attempt VALUES (" + WORDS.get("$M") + ", " + id("5 minutes")
                + ", false, now(), 's', 'i', NULL, 1, 'EUR', " + failure + ")";
    }

    private static String task(String due, String completed) {
        return "INSERT INTO monitoring.incident_task VALUES (" + WORDS.get("$M")
                + ", gen_random_uuid(), gen_random_uuid(), '', '', (now() AT TIME ZONE 'UTC')::date + " + due + ", "
                + completed + ", 'x')";
    }

    private static final String SEALED = "01" + "00".repeat(40);
    private static final String BROWSER = "browser_seen_at";
    private static final String PLAIN = "plain_seen_at";
    private static final String USED = "last_used_at";
    private static final String WORKS = "NULL";

    private record Case(String id, Status expected, List<String> statements) {}

    private static Case of(String id, Status expected, String... statements) {
        return new Case(id, expected, Arrays.asList(statements));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(keys());
        cases.addAll(receiptsAndIdempotency());
        cases.addAll(webhooks());
        cases.addAll(data());
        cases.addAll(edge());
        cases.addAll(monitoring());
        cases.addAll(incidents());
        return cases;
    }

    private static List<Case> keys() {
        String live = "keys.live_only_in_production";
        return List.of(
                of("keys.server_side_only", MET, key(USED, "false, now()")),
                of("keys.server_side_only", FAILING, key(BROWSER, "false, now() - interval '29 days'")),
                of("keys.server_side_only", AT_RISK, key(BROWSER + ", revoked_at", "false, now(), now()")),
                of("keys.server_side_only", MET, key(BROWSER, "false, now() - interval '31 days'")),
                of("keys.never_committed", MET, seen("leak_intake", "answered", 1)),
                of("keys.never_committed", AT_RISK),
                of("keys.never_committed", AT_RISK, seen("leak_intake", "silent", 1)),
                of(
                        "keys.never_committed",
                        AT_RISK,
                        seen("leak_intake", "answered", 1),
                        key("revoked_at", "false, now()"),
                        leak("2 minutes")),
                of("keys.never_committed", FAILING, key(USED, "false, now()"), leak("1 second")),
                of("keys.environment_configuration", MET, seen("secret_from_environment", "COUNTERFOIL_X", 1)),
                of("keys.environment_configuration", AT_RISK),
                of("keys.environment_configuration", FAILING, seen("secret_in_configuration", "COUNTERFOIL_X", 1)),
                of("keys.rotated_when_compromised", MET, key(PLAIN + ", revoked_at", "false, now(), now()")),
                of("keys.rotated_when_compromised", AT_RISK, key(PLAIN, "false, now()")),
                of("keys.rotated_when_compromised", FAILING, key(PLAIN, "false, now() - interval '25 hours'")),
                of("keys.rotated_when_compromised", FAILING, key(BROWSER, "false, now() - interval '25 hours'")),
                of("keys.rotated_when_compromised", AT_RISK, key("revoked_at", "false, now()"), leak("2 minutes")),
                of("keys.test_for_development", MET, key(USED, "false, now()")),
                of("keys.test_for_development", AT_RISK, seen("live_key_in_development", "key_1", 1)),
                of("keys.test_for_development", AT_RISK, key(USED, "true, now()")),
                of(live, NOT_APPLICABLE, key(USED, "false, now()")),
                of(live, FAILING, key(USED, "true, now()")));
    }

    private static List<Case> receiptsAndIdempotency() {
        String sent = "idempotency_key";
        return List.of(
                of("receipts.signatures_verified", NOT_APPLICABLE, receiptSecret("400 days")),
                of(
                        "receipts.signatures_verified",
                        MET,
                        RECEIPT,
                        receiptSecret("9 days"),
                        seen("receipt_verified", "mer_1", 3)),
                of("receipts.signatures_verified", AT_RISK, RECEIPT),
                of(
                        "receipts.signatures_verified",
                        AT_RISK,
                        receiptSecret("340 days"),
                        seen("receipt_verified", "mer_1", 3)),
                of(
                        "receipts.signatures_verified",
                        FAILING,
                        receiptSecret("366 days"),
                        seen("receipt_verified", "mer_1", 3)),
                of("idempotency.unique_keys", NOT_APPLICABLE),
                of("idempotency.unique_keys", MET, seen(sent, "key_1", 9)),
                of("idempotency.unique_keys", AT_RISK, seen(sent, "key_1", 9), seen(sent + "_mismatch", "key_1", 1)),
                of("idempotency.unique_keys", FAILING, seen(sent, "key_1", 900), seen(sent + "_mismatch", "key_1", 20)),
                of("idempotency.random_keys", NOT_APPLICABLE),
                of("idempotency.random_keys", MET, seen(sent, "key_1", 9)),
                of("idempotency.random_keys", AT_RISK, seen(sent, "key_1", 9), seen(sent + "_weak", "key_1", 1)),
                of("idempotency.random_keys", FAILING, seen(sent, "key_1", 99), seen(sent + "_weak", "key_1", 20)),
                of("idempotency.kept_with_session", NOT_APPLICABLE),
                of("idempotency.kept_with_session", MET, seen(sent, "key_1", 9)),
                of(
                        "idempotency.kept_with_session",
                        AT_RISK,
                        seen(sent, "key_1", 9),
                        seen("order_under_new_key", "key_1", 1)),
                of(
                        "idempotency.kept_with_session",
                        FAILING,
                        seen(sent, "key_1", 99),
                        seen("idempotent_replay", "key_1", 100),
                        seen("order_under_new_key", "key_1", 20)),
                of("idempotency.retry_same_key", NOT_APPLICABLE, seen(sent, "key_1", 9)),
                of("idempotency.retry_same_key", MET, seen("idempotent_replay", "key_1", 1)),
                of(
                        "idempotency.retry_same_key",
                        AT_RISK,
                        seen("idempotent_replay", "key_1", 9),
                        seen("order_under_new_key", "key_1", 1)),
                of("idempotency.retry_same_key", FAILING, seen("order_under_new_key", "key_1", 20)));
    }

    private static List<Case> webhooks() {
        String https = endpoint("https://example.com/", "5");
        String young = signer("9 days", WORKS, false);
        return List.of(
                of("webhooks.signatures", NOT_APPLICABLE),
                of("webhooks.signatures", MET, https, young),
                of("webhooks.signatures", AT_RISK, https, young, signer("8 days", WORKS, true)),
                of("webhooks.signatures", MET, https, young, signer("8 days", "now()", true)),
                of("webhooks.signatures", FAILING, https, signer("9 days", "now()", false)),
                of("webhooks.https_only", NOT_APPLICABLE),
                of("webhooks.https_only", MET, https),
                of("webhooks.https_only", FAILING, endpoint("http://localhost:9/", "5")),
                of("webhooks.rate_limited", NOT_APPLICABLE),
                of("webhooks.rate_limited", MET, https),
                of("webhooks.rate_limited", AT_RISK, endpoint("https://example.com/", "NULL")),
                of(
                        "webhooks.rate_limited",
                        AT_RISK,
                        https,
                        "INSERT INTO webhooks.endpoint_state (merchant_id, endpoint_id, hold_until)"
                                + " SELECT merchant_id, id, now() + interval '1 hour' FROM webhooks.endpoint"),
                of("webhooks.all_events_logged", NOT_APPLICABLE),
                of("webhooks.all_events_logged", MET, EVENT),
                of("webhooks.all_events_logged", AT_RISK, https, EVENT),
                of("webhooks.all_events_logged", FAILING, EVENT, delivery("delivered")),
                of("webhooks.all_events_logged", FAILING, EVENT, delivery("pending")),
                of("webhooks.secrets_rotated", NOT_APPLICABLE),
                of("webhooks.secrets_rotated", MET, https, young),
                of("webhooks.secrets_rotated", AT_RISK, https, signer("340 days", WORKS, false)),
                of("webhooks.secrets_rotated", FAILING, https, signer("366 days", WORKS, false)));
    }

    private static List<Case> data() {
        String old = "UPDATE privacy_keys.epoch_key SET created_at = now() - interval '366 days'";
        return List.of(
                of("data.minimal", MET, customer("29 days", SEALED)),
                of("data.minimal", MET, customer("31 days", SEALED), seen("field_read", "email", 1)),
                of("data.minimal", AT_RISK, customer("31 days", SEALED)),
                of("data.encrypted", MET, customer("1 day", SEALED)),
                of("data.encrypted", AT_RISK, old),
                of("data.encrypted", FAILING, customer("1 day", "616c69636540")),
                of("data.gdpr", MET, request("access", "completed", "1 day", "now()", "NULL")),
                of("data.gdpr", AT_RISK, request("access", "pending", "6 days", "NULL", "NULL")),
                of("data.gdpr", AT_RISK, request("access", "completed", "-2 days", "now() - interval '1 day'", "NULL")),
                of("data.gdpr", FAILING, request("erasure", "in_progress", "-1 second", "NULL", "NULL")),
                of("data.export_and_deletion", NOT_APPLICABLE),
                of("data.export_and_deletion", MET, request("access", "completed", "1 day", "now()", "NULL")),
                of("data.export_and_deletion", AT_RISK, request("access", "in_progress", "9 days", "NULL", "'x'")),
                of("data.export_and_deletion", FAILING, request("access", "in_progress", "-1 day", "NULL", "NULL")),
                of("data.export_and_deletion", FAILING, request("erasure", "completed", "1 day", "now()", "NULL")));
    }

    private static List<Case> edge() {
        String certificate = "certificate";
        String late = "2099-01-01T00:00:00Z";
        return List.of(
                of("limits.per_user_and_ip", MET, server(), seen("limited_call", "calls", 9)),
                of("limits.per_user_and_ip", AT_RISK, server(), server()),
                of("limits.per_user_and_ip", FAILING, seen("unlimited_call", "GET /x", 1)),
                of("limits.backoff", MET, refusal(9, 0)),
                of("limits.backoff", AT_RISK, refusal(9, 3)),
                of("limits.backoff", FAILING, refusal(2_000, 1_000)),
                of("limits.429", MET, refusal(9, 0), seen("refused_with_retry_after", "GET /x", 9)),
                of("limits.429", FAILING, seen("refused_without_retry_after", "GET /x", 1)),
                of("https.everywhere", MET, seen(certificate, late, 1), seen("tls", "TLSv1.3", 9)),
                of("https.everywhere", AT_RISK, seen("tls", "TLSv1.3", 9)),
                of("https.everywhere", AT_RISK, seen(certificate, late, 1), seen("plain_http", "plain_port", 1)),
                of("https.everywhere", FAILING, seen(certificate, "2020-01-01T00:00:00Z", 1)),
                of("https.everywhere", FAILING, seen(certificate, late, 1), seen("tls", "TLSv1", 1)),
                of("https.everywhere", FAILING, seen(certificate, late, 1), key(PLAIN, "false, now()")),
                of("https.payment_pages", NOT_APPLICABLE, seen("page", "GET /privacy/{merchant}", 1)),
                of("https.payment_pages", MET, seen("page", "GET /pay/{link}", 1)),
                of(
                        "https.payment_pages",
                        AT_RISK,
                        seen("page", "GET /pay/{link}", 1),
                        seen("plain_http", "plain_port", 1)));
    }

    private static List<Case> monitoring() {
        String yesterday = "UPDATE domain.control_sighting SET day = (now() AT TIME ZONE 'UTC')::date - 1";
        String longAgo = "UPDATE domain.control_sighting SET last_at = now() - interval '6 minutes'";
        String usage = "INSERT INTO monitoring.usage_hour VALUES (" + WORDS.get("$M") + ", " + id("0 days")
                + ", false, gen_random_uuid(), 'x', 200, now(), 1)";
        return List.of(
                of("monitoring.usage_patterns", MET, seen("limited_call", "calls", 101), usage),
                of("monitoring.usage_patterns", FAILING, seen("limited_call", "calls", 1), yesterday),
                of("monitoring.usage_patterns", AT_RISK, seen("limited_call", "calls", 101), usage, longAgo),
                of("monitoring.anomaly_alerts", AT_RISK),
                of("monitoring.anomaly_alerts", MET, channel("now()", WORKS)),
                of("monitoring.anomaly_alerts", AT_RISK, channel("now() - interval '31 days'", WORKS)),
                of("monitoring.anomaly_alerts", AT_RISK, channel("now()", WORKS), seen("series_left_out", "server", 1)),
                of("monitoring.anomaly_alerts", FAILING, channel("now()", "now()")),
                of("monitoring.failed_payments", MET, attempt("NULL")),
                of("monitoring.failed_payments", FAILING, attempt("'card_declined'")),
                of("monitoring.logs_reviewed", NOT_APPLICABLE),
                of("monitoring.logs_reviewed", MET, review(3, "'x', now()"), review(2, "'x', now()")),
                of("monitoring.logs_reviewed", FAILING, review(3, "NULL, NULL"), review(2, "'x', now()")),
                of("monitoring.logs_reviewed", AT_RISK, review(9, "'x', now()")));
    }

    private static List<Case> incidents() {
        String drill = incident(true, "9 days");
        String real = incident(false, "4 days");
        return List.of(
                of("incident.rotate", MET, drill, step("revoke_keys", "2 seconds")),
                of("incident.rotate", AT_RISK),
                of("incident.rotate", AT_RISK, incident(true, "100 days"), step("revoke_keys", "2 seconds")),
                of("incident.rotate", AT_RISK, real, step("revoke_keys", "6 minutes")),
                of("incident.rotate", FAILING, real),
                of("incident.notify", MET, drill, step("notify", "2 seconds"), channel("now()", WORKS)),
                of("incident.notify", AT_RISK, drill, step("notify", "2 seconds")),
                of("incident.notify", FAILING, real),
                of("incident.review_and_document", MET, drill, step("review_logs", "1 day"), step("document", "1 day")),
                of("incident.review_and_document", AT_RISK, incident(false, "1 day")),
                of("incident.review_and_document", FAILING, real, step("review_logs", "1 day")),
                of("incident.prevent", MET, task("-1", "now()")),
                of("incident.prevent", AT_RISK, task("3", "NULL")),
                of("incident.prevent", FAILING, task("-1", "NULL")));
    }

    @Inject
    private Assessments assessments;

    @Inject
    private Transactions transactions;

    @Inject
    private InstantSource time;

    /** Takes the transaction back, and what was seen in it along. */
    private static final class Undone extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Assessment seen;

        Undone(Assessment seen) {
            super("undone");
            this.seen = seen;
        }
    }

    @Test
    void each_practice_comes_to_each_status_by_what_the_database_holds() {
        SoftAssertions all = new SoftAssertions();
        for (Case one : cases()) {
            Assessment assessed = assess(one);
            all.assertThat(assessed.status())
                    .as("%s after %s: %s", one.id(), one.statements(), assessed.evidence())
                    .isEqualTo(one.expected());
            all.assertThat(assessed.evidence()).as(one.id()).containsKeys("findings", "since", "as_of");
            all.assertThat(assessed.evidence().size()).as(one.id()).isGreaterThan(4);
        }
        all.assertAll();
    }

    /** Met, and one of the others that says what is wrong: for what exists in production alone, see its own test. */
    @Test
    void no_practice_is_left_out() {
        Map<String, Set<Status>> reached = new TreeMap<>();
        cases().forEach(one -> reached.computeIfAbsent(one.id(), id -> EnumSet.noneOf(Status.class))
                .add(one.expected()));
        assertThat(reached.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.all().stream().map(Catalogue.Practice::id).toList());
        reached.remove("keys.live_only_in_production");
        assertThat(reached)
                .allSatisfy((id, statuses) -> assertThat(statuses).contains(MET).containsAnyOf(AT_RISK, FAILING));
    }

    private Assessment assess(Case one) {
        try {
            transactions.commit(() -> {
                Arrays.stream(EMPTY.split(";"))
                        .forEach(statement -> transactions.sql().update(statement));
                one.statements().forEach(statement -> transactions.sql().update(statement));
                throw new Undone(assessments.within(one.id(), Window.until(time.instant(), transactions.sql())));
            });
        } catch (Undone undone) {
            return undone.seen;
        }
        throw new AssertionError("a case that is not undone");
    }
}
