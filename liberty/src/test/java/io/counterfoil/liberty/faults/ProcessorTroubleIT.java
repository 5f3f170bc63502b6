package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A processor that is slow, silent, talks nonsense, is late, or is down: what the merchant hears, and what was charged. */
@ExtendWith(SharedCluster.class)
class ProcessorTroubleIT {

    private final Cluster cluster;
    private final Processor processor;
    private final Api api;

    ProcessorTroubleIT(Cluster cluster) {
        this.cluster = cluster;
        this.processor = cluster.processor();
        this.api = cluster.api(0, cluster.merchant().key());
    }

    /** The first answer, the last one, and how often the payer was charged. */
    @ParameterizedTest
    @CsvSource({
        "pm_card_visa, 201, 201, 1",
        "pm_no_0, 402, 402, 0",
        "pm_delay_500, 201, 201, 1",
        "pm_hang_30000, 202, 201, 1",
        "pm_drop_0, 202, 201, 1",
        "pm_after_0, 202, 201, 1",
        "pm_garbage_0, 202, 201, 1",
        "pm_before_0, 202, 402, 0",
        // Charges a while after it was asked about for the first time.
        "pm_later_6000, 202, 201, 1",
        // The request is read only after the look-up, which has closed the charge.
        "pm_delay_6000, 202, 402, 0",
    })
    void a_payment_ends_as_the_processor_says_and_never_before(String paymentMethod, int first, int last, int charges) {
        String key = Api.newKey();
        Api.Answer begun = api.pay(key, paymentMethod);
        assertThat(begun.status()).as(begun.body()).isEqualTo(first);
        if (first == 202) {
            assertThat(begun.text("outcome")).isEqualTo("unknown");
            assertThat(begun.header("Retry-After")).isNotEmpty();
        }
        Api.Answer ended = await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api.pay(key, paymentMethod), answer -> answer.status() != 202 && answer.status() != 409);
        assertThat(ended.status()).as(ended.body()).isEqualTo(last);
        String payment = last == 201 ? ended.text("id") : ended.text("payment");
        assertThat(processor.charges(payment)).isEqualTo(charges);
        assertThat(api.pay(key, paymentMethod).body()).isEqualTo(ended.body());
        Figures.print(0, "%s: %s, then %s, charged %s times", paymentMethod, first, last, charges);
        if (first == 202 && last == 402) {
            assertThat(ended.text("code")).isEqualTo("not_charged");
            // Should the late request still have its effect, it would have had it by now.
            await().during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> processor.charges(payment) == 0);
        }
    }

    /** Done at once, done without an answer, done and answered with a failure that the processor repeats for ever. */
    @ParameterizedTest
    @CsvSource({"pm_card_visa, 200", "pm_mute_0, 202", "pm_deaf_0, 202"})
    void a_capture_a_refund_and_a_void_are_each_done_once(String paymentMethod, int first) {
        String payment = held(paymentMethod);
        Api.Answer captured = end(payment + "/capture", "{\"amount\":400}", first);
        assertThat(captured.json().path("amount_captured").asLong()).isEqualTo(400);
        Api.Answer refunded = end(payment + "/refunds", "{\"amount\":150}", first);
        assertThat(refunded.json().path("receipt").path("amount").asLong()).isEqualTo(150);
        assertThat(processor.followUps(payment)).containsExactly("capture 400", "refund 150");
        Api.Answer now = api.get("/v1/payments/" + payment);
        assertThat(now.json().path("amount_refunded").asLong()).isEqualTo(150);
        assertThat(now.text("outcome")).isEqualTo("known");

        String other = held(paymentMethod);
        assertThat(end(other + "/void", "", first).text("status")).isEqualTo("voided");
        assertThat(processor.followUps(other)).containsExactly("cancel 1000");
    }

    /** As Stripe does it after seven days. */
    @Test
    void what_the_processor_has_let_go_is_held_here_no_longer() {
        String late = held("pm_lapse_0");
        Api.Answer captured = api.post("/v1/payments/" + late + "/capture", Api.newKey(), "");
        assertThat(captured.status()).as(captured.body()).isEqualTo(402);
        assertThat(captured.text("code")).isEqualTo("authorisation_expired");
        assertThat(api.get("/v1/payments/" + late).text("status")).isEqualTo("voided");

        String unwanted = held("pm_lapse_0");
        Api.Answer voided = api.post("/v1/payments/" + unwanted + "/void", Api.newKey(), "");
        assertThat(voided.status()).as(voided.body()).isEqualTo(200);
        assertThat(voided.text("status")).isEqualTo("voided");
        assertThat(processor.followUps(late)).isEmpty();
        assertThat(processor.followUps(unwanted)).isEmpty();
    }

    private String held(String paymentMethod) {
        Api.Answer authorised = api.post(
                "/v1/payments",
                Api.newKey(),
                "{\"amount\":1000,\"currency\":\"EUR\",\"payment_method\":\"%s\",\"capture\":false}"
                        .formatted(paymentMethod));
        assertThat(authorised.text("status")).as(authorised.body()).isEqualTo("requires_capture");
        return authorised.text("id");
    }

    private Api.Answer end(String path, String body, int first) {
        String key = Api.newKey();
        Api.Answer begun = api.post("/v1/payments/" + path, key, body);
        assertThat(begun.status()).as(begun.body()).isIn(first, first == 200 ? 201 : first);
        return await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> api.post("/v1/payments/" + path, key, body),
                        answer -> answer.status() == 200 || answer.status() == 201);
    }

    /** Twice down and up again: the breaker follows, and whoever has nothing to do with it notices nothing. */
    @Test
    void a_processor_that_flaps_is_left_alone_and_taken_up_again() {
        try (Bystander bystander = new Bystander(cluster)) {
            double opened = metric("ft_circuitbreaker_opened_total");
            int asked = 0;
            for (int i = 0; i < 2; i++) {
                processor.goDown();
                try {
                    asked += payUntil("not_charged");
                } finally {
                    processor.comeUp();
                }
                payUntil("succeeded");
            }
            assertThat(metric("ft_circuitbreaker_opened_total")).isGreaterThanOrEqualTo(opened + 2);
            Bystander.Latency latency = bystander.latency();
            Figures.print(4, "breaker opened twice after %s payments, closed twice; %s", asked, latency);
            assertThat(latency.failed()).isZero();
            assertThat(latency.p50()).isLessThan(500);
        }
        assertThat(metrics())
                .contains(
                        "ft_invocations_total",
                        "ft_retry_calls_total",
                        "ft_timeout_calls_total",
                        "ft_circuitbreaker_state_total",
                        "counterfoil_processor_call_duration_seconds",
                        "Guard.move",
                        "Guard.ask");
    }

    private int payUntil(String end) {
        AtomicInteger asked = new AtomicInteger();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    asked.incrementAndGet();
                    Api.Answer answer = api.pay("pm_card_visa");
                    return answer.text("status").equals(end)
                            || answer.text("code").equals(end);
                });
        return asked.get();
    }

    @Test
    void a_processor_that_hangs_holds_a_bounded_number_of_threads_and_slows_nobody_else() {
        double before = metric("thread_count");
        List<CompletableFuture<Api.Answer>> hanging = IntStream.range(0, 150)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> api.pay("pm_hang_30000"), command -> new Thread(command).start()))
                .toList();
        double most = before;
        try (Bystander bystander = new Bystander(cluster)) {
            while (!hanging.stream().allMatch(CompletableFuture::isDone)) {
                most = Math.max(most, metric("thread_count"));
            }
            Bystander.Latency latency = bystander.latency();
            Figures.print(4, "beside 150 hanging payments %s; threads %s, at most %s", latency, before, most);
            assertThat(latency.failed()).isZero();
            assertThat(latency.p50()).isLessThan(500);
        }
        hanging.forEach(answer -> assertThat(answer.join().status()).isIn(202, 402));
        assertThat(most).as("threads: the bulkhead is set to hold 48").isLessThan(before + 120);
    }

    /** The sum of a metric over all of its labels. */
    private double metric(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String metrics() {
        return api.get("/metrics").body();
    }
}
