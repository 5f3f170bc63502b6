package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Random captures, voids, refunds and retries beside a model of a payment in five lines; they agree after each step. */
@ExtendWith(SharedServer.class)
class MoneyModelIT {

    private static final int PAYMENTS = 40;
    private static final int STEPS = 12;

    private final Api api;

    MoneyModelIT(Api api) {
        this.api = api;
    }

    /** What a payment of ours should be. */
    private static final class Model {
        String status = "requires_capture";
        final long amount;
        long captured;
        long refunded;

        Model(long amount) {
            this.amount = amount;
        }

        boolean capture(long wanted) {
            boolean allowed = status.equals("requires_capture") && wanted <= amount;
            if (allowed) {
                captured = wanted;
                status = "succeeded";
            }
            return allowed;
        }

        boolean cancel() {
            boolean allowed = status.equals("requires_capture");
            if (allowed) {
                status = "voided";
            }
            return allowed;
        }

        boolean refund(long wanted) {
            boolean allowed = status.equals("succeeded") && refunded + wanted <= captured;
            if (allowed) {
                refunded += wanted;
            }
            return allowed;
        }
    }

    /** A request that was sent, for a retry. */
    private record Sent(String path, String key, String body, Api.Answer answer) {}

    @Test
    void the_money_adds_up_after_each_step() {
        long seed =
                Long.getLong("counterfoil.seed", RandomGenerator.getDefault().nextLong());
        System.out.printf("money model: seed %s%n", seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < PAYMENTS; i++) {
            long amount = random.nextLong(1, 1_001);
            String payment = api.post("/v1/payments", Api.newKey(), """
                {"amount":%s,"currency":"EUR","payment_method":"pm_card_visa","capture":false}\
                """.formatted(amount))
                    .text("id");
            live(random, payment, new Model(amount));
        }
        Figures.print(6, "%s payments, %s random steps each, seed %s", PAYMENTS, STEPS, seed);
    }

    private void live(RandomGenerator random, String payment, Model model) {
        List<Sent> sent = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            long wanted = 1 + random.nextLong(model.amount + model.amount / 4 + 1);
            String body = "{\"amount\":%s}".formatted(wanted);
            switch (random.nextInt(8)) {
                case 0, 1 -> expect(send(sent, payment, "capture", body), model.capture(wanted));
                case 2 -> expect(send(sent, payment, "void", "{}"), model.cancel());
                case 3, 4, 5 -> expect(send(sent, payment, "refunds", body), model.refund(wanted));
                default -> retry(random, sent);
            }
            JsonNode now = api.get("/v1/payments/" + payment).json();
            assertThat(now.path("status").asString()).isEqualTo(model.status);
            assertThat(now.path("amount_captured").asLong()).isEqualTo(model.captured);
            assertThat(now.path("amount_refunded").asLong()).isEqualTo(model.refunded);
        }
    }

    private Api.Answer send(List<Sent> sent, String payment, String what, String body) {
        String path = "/v1/payments/" + payment + "/" + what;
        String key = Api.newKey();
        Api.Answer answer = api.post(path, key, body);
        sent.add(new Sent(path, key, body, answer));
        return answer;
    }

    private static void expect(Api.Answer answer, boolean allowed) {
        assertThat(answer.status()).as(answer.body()).isIn(allowed ? List.of(200, 201) : List.of(400, 409));
    }

    /** One that was done answers the same again; one that was refused was not remembered, and is left alone here. */
    private void retry(RandomGenerator random, List<Sent> sent) {
        List<Sent> done = sent.stream().filter(one -> one.answer.status() < 300).toList();
        if (!done.isEmpty()) {
            Sent again = done.get(random.nextInt(done.size()));
            assertThat(api.post(again.path, again.key, again.body).body()).isEqualTo(again.answer.body());
        }
    }

    @Test
    void a_hundred_refunds_of_60_at_once_give_one_of_a_capture_of_100() {
        String payment = api.post("/v1/payments", Api.newKey(), """
            {"amount":100,"currency":"EUR","payment_method":"pm_card_visa"}\
            """).text("id");
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try {
            List<Api.Answer> answers = IntStream.range(0, 100)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> api.post("/v1/payments/" + payment + "/refunds", Api.newKey(), "{\"amount\":60}"),
                            pool))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 201)
                    .hasSize(99)
                    .allSatisfy(answer -> assertThat(answer.text("code")).isEqualTo("refund_exceeds_capture"));
            assertThat(api.get("/v1/payments/" + payment)
                            .json()
                            .path("amount_refunded")
                            .asLong())
                    .isEqualTo(60);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_refund_has_a_receipt_of_its_own_and_a_refused_one_gives_the_amount_free() {
        String refused = api.pay("pm_card_refund_declined").text("id");
        Api.Answer no = api.post("/v1/payments/" + refused + "/refunds", Api.newKey(), "{}");
        assertThat(no.status()).isEqualTo(402);
        assertThat(no.text("code")).isEqualTo("refund_declined");
        assertThat(api.get("/v1/payments/" + refused)
                        .json()
                        .path("amount_refunded")
                        .asLong())
                .isZero();

        String paid = api.pay("pm_card_visa").text("id");
        String key = Api.newKey();
        JsonNode receipt = api.post("/v1/payments/" + paid + "/refunds", key, "{\"amount\":250}")
                .json()
                .path("receipt");
        assertThat(receipt.path("kind").asString()).isEqualTo("refund");
        assertThat(receipt.path("amount").asLong()).isEqualTo(250);
        assertThat(receipt.path("idempotency_key").asString()).isEqualTo(key);
        assertThat(api.post("/v1/receipts/verify", "{\"receipt\":" + receipt + "}")
                        .json()
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_key_tells_what_became_of_its_request() {
        String key = Api.newKey();
        String payment = api.pay(key, "pm_card_visa").text("id");
        JsonNode known = api.get("/v1/idempotency-keys/" + key).json();
        assertThat(known.path("state").asString()).isEqualTo("finished");
        assertThat(known.path("status_code").asInt()).isEqualTo(201);
        assertThat(known.path("resource").asString()).isEqualTo(payment);
        assertThat(api.get("/v1/idempotency-keys/" + Api.newKey()).status()).isEqualTo(404);
    }
}
