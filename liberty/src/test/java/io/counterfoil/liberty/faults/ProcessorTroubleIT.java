package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A processor that is slow, silent, talks nonsense, is late, or is down: what the merchant hears, and what was charged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class ProcessorTroubleIT {

    private Processor processor;
    private CounterfoilProcess server;
    private Api api;

    @BeforeAll
    void start(@TempDir Path directory) {
        processor = Processor.start(directory);
        server = processor
                .behind(Distribution.on(directory.resolve("home")), "PT2S")
                .start();
        api = LiveMerchant.on(server).api(server);
    }

    @AfterAll
    void stop() {
        server.close();
        processor.close();
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
        if (first == 202 && last == 402) {
            assertThat(ended.text("code")).isEqualTo("not_charged");
            // Should the late request still have its effect, it would have had it by now.
            await().during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> processor.charges(payment) == 0);
        }
    }

    @Test
    void a_processor_that_is_down_is_left_alone_and_taken_up_again() {
        processor.goDown();
        List<Api.Answer> refused = new ArrayList<>();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Api.Answer answer = api.pay("pm_card_visa");
                refused.add(answer);
                return answer.status() == 402;
            });
        } finally {
            processor.comeUp();
        }
        assertThat(refused.get(refused.size() - 1).text("code")).isEqualTo("not_charged");
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> api.pay("pm_card_visa").status() == 201);
        System.out.printf("breaker: open after %s payments, closed again%n", refused.size());
    }

    @Test
    void a_processor_that_hangs_slows_nobody_who_only_reads() {
        String payment = api.pay("pm_card_visa").text("id");
        List<CompletableFuture<Api.Answer>> hanging = IntStream.range(0, 150)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> api.pay("pm_hang_30000"), command -> new Thread(command).start()))
                .toList();
        List<Long> reads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long began = System.nanoTime();
            assertThat(api.get("/v1/payments/" + payment).status()).isEqualTo(200);
            reads.add((System.nanoTime() - began) / 1_000_000);
        }
        hanging.forEach(CompletableFuture::join);
        reads.sort(null);
        System.out.printf(
                "bulkhead: reads beside 150 hanging payments p50 %s ms, p99 %s ms%n", reads.get(50), reads.get(98));
        assertThat(reads.get(50)).isLessThan(500);
    }
}
