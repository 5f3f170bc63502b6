package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * An incident on a key with a hundred thousand requests in its window, each with what it leaves behind: its row of usage, and
 * for some a payment, a failed one, a look at a customer, an entry in the audit log.
 */
class BusyKeyIncidentIT {

    private static final Share ALL = Share.of(100_000, 100_000);
    private static final int REQUESTS = ALL.count();
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int PAYMENTS = 3 * REQUESTS / 10;
    private static final int FAILED = REQUESTS / 10;
    private static final int LOOKS = REQUESTS / 10;
    private static final int ACTS = REQUESTS / 100;
    private static final int PEOPLE = Math.min(5_000, LOOKS);

    /** An id of the time {@code at}, as the server makes them. */
    private static final String ID = "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'"
            + " || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid";

    @TempDir
    Path home;

    @Test
    void its_review_takes_seconds() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        // the tables have partitions from the day on which the server was first started
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        Instant from = now.minus(Duration.ofHours(1)).isBefore(today) ? today : now.minus(Duration.ofHours(1));
        try (CounterfoilProcess server = Distribution.on(home).start()) {
            Api operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
            String key = Api.ofDemoMerchant(server)
                    .post("/v1/api-keys", "{\"name\":\"busy\"}")
                    .text("id");
            fill(new Database(home), key, from, now);

            String path = "/v1/incidents/"
                    + operator.post(
                                    "/v1/incidents",
                                    "{\"type\":\"compromised_api_key\",\"api_key\":\"%s\",\"summary\":\"busy\",\"from\":\"%s\"}"
                                            .formatted(key, from))
                            .text("id");
            Step reviewed = step(operator, path, "review-logs");
            Step told = step(operator, path, "notify");
            long began = System.nanoTime();
            JsonNode report = operator.get(path + "/report").json();
            Duration reported = Duration.ofNanos(System.nanoTime() - began);

            System.out.printf(
                    Locale.ROOT,
                    "incident on a busy key: %s requests (%s payments, %s looks at %s people, %s acts):"
                            + " review %.2f s, notify %.2f s, report %.2f s%n",
                    ALL,
                    PAYMENTS,
                    LOOKS,
                    PEOPLE,
                    ACTS,
                    reviewed.took().toMillis() / 1e3,
                    told.took().toMillis() / 1e3,
                    reported.toMillis() / 1e3);
            JsonNode review = report.path("review");
            assertThat(review.path("requests").asLong()).isEqualTo(REQUESTS);
            assertThat(review.path("errors").asLong()).isEqualTo(FAILED);
            assertThat(review.path("payments").path("count").asLong()).isEqualTo(PAYMENTS);
            assertThat(review.path("payments").path("captured").asLong()).isEqualTo(PAYMENTS - FAILED);
            assertThat(review.path("acts_in_all").asLong()).isEqualTo(ACTS);
            assertThat(review.path("subjects").asLong()).isEqualTo(PEOPLE);
            assertThat(review.path("records").asLong()).isEqualTo(LOOKS);
            assertThat(reviewed.result().path("subjects").asLong()).isEqualTo(PEOPLE);
            assertThat(told.result().path("requests").asLong()).isEqualTo(REQUESTS);
            assertThat(reviewed.took()).isLessThan(LONGEST);
            assertThat(told.took()).isLessThan(LONGEST);
            assertThat(reported).isLessThan(LONGEST);
        }
    }

    private record Step(JsonNode result, Duration took) {}

    private static Step step(Api operator, String path, String step) {
        long began = System.nanoTime();
        Api.Answer answer = operator.post(path + "/actions/" + step, "");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode result = StreamSupport.stream(answer.json().path("steps").spliterator(), false)
                .filter(taken -> taken.path("step").asString().equals(step.replace('-', '_')))
                .findFirst()
                .orElseThrow()
                .path("result");
        return new Step(result, took);
    }

    private static void fill(Database database, String key, Instant from, Instant to) {
        long seconds = Math.max(1, Duration.between(from, to).toSeconds());
        String made = """
            INSERT INTO %%s
            FROM domain.api_key k, generate_series(0, %%s - 1) n,
                 LATERAL (SELECT timestamptz '%s' + n %%%% %s * interval '1 second') AS made (at)
            WHERE k.name = 'busy'\
            """.formatted(from, seconds);
        // one in ten is a declined payment, two are payments, one looks at a customer, six read payments
        database.update(made.formatted("""
            monitoring.usage_minute (merchant_id, id, livemode, key_id, route, status, network, at, count)
            SELECT k.merchant_id, %s, k.livemode, k.id,
                   CASE WHEN n %% 10 < 3 THEN 'POST /v1/payments' WHEN n %% 10 = 3 THEN 'GET /v1/customers/{id}'
                        ELSE 'GET /v1/payments' END,
                   CASE n %% 10 WHEN 0 THEN 402 WHEN 1 THEN 201 WHEN 2 THEN 201 ELSE 200 END,
                   '10.0.' || n / 10 %% 60 || '.0/24', date_trunc('minute', at), 1\
            """.formatted(ID), REQUESTS));
        database.update(made.formatted("""
            domain.payment (merchant_id, id, livemode, status, outcome, amount, amount_captured, currency, payment_method,
                            capture, failure_code, api_key_id, idempotency_key, created_at)
            SELECT k.merchant_id, %s, k.livemode, CASE n %% 3 WHEN 0 THEN 'failed' ELSE 'succeeded' END, 'known', 100,
                   CASE n %% 3 WHEN 0 THEN 0 ELSE 100 END, 'EUR', 'pm_card_visa', true,
                   CASE n %% 3 WHEN 0 THEN 'card_declined' END, k.id, 'busy-' || n, at\
            """.formatted(ID), PAYMENTS));
        database.update(made.formatted("""
            monitoring.failed_payment (merchant_id, id, livemode, reason, amount, currency, api_key_id, failed_at)
            SELECT k.merchant_id, %s, k.livemode, 'card_declined', 100, 'EUR', k.id, at\
            """.formatted(ID), FAILED));
        database.update(made.formatted("""
            privacy.access_log (merchant_id, id, livemode, subject_id, actor, purpose, reason, fields, request_id, at)
            SELECT k.merchant_id, %s, k.livemode, lpad(to_hex(n %% %s), 32, '0')::uuid, '%s', 'customer.read_full', '',
                   'customer.email,customer.name', 'req_busy', at\
            """.formatted(ID, PEOPLE, key), LOOKS));
        database.update(made.formatted("""
            monitoring.audit_entry (merchant_id, id, actor, action, object, body, mark)
            SELECT k.merchant_id, %s, '%s', 'webhook_endpoint.changed', 'whe_busy', '{}', ''\
            """.formatted(ID, key), ACTS));
    }
}
