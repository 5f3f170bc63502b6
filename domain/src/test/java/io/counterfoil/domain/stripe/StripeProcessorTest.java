package io.counterfoil.domain.stripe;

import static io.counterfoil.domain.processor.Instruction.Kind.CAPTURE;
import static io.counterfoil.domain.processor.Instruction.Kind.REFUND;
import static io.counterfoil.domain.processor.Instruction.Kind.VOID;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.processor.Charge;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.recovery.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Stripe over a real socket, and what its answers are taken for. */
class StripeProcessorTest {

    private static final Instant CHARGED = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration KEY_FORGOTTEN = Duration.ofHours(23).plusSeconds(1);

    private static final UUID PAYMENT = idOf(CHARGED, 1);
    private static final UUID FOLLOW_UP = idOf(CHARGED, 2);
    private static final Charge CHARGE = new Charge(new UUID(0, 1), PAYMENT, 1_000, "EUR", "pm_card_visa", false);
    private static final Pattern AMOUNT = Pattern.compile("\\bamount(?:_to_capture)?=([0-9]+)");
    private static final String SEARCH = "GET /v1/payment_intents/search";
    private static final String REFUNDS = "GET /v1/refunds";

    private static final String UNEXPECTED_STATE = """
        {"error":{"type":"invalid_request_error","code":"payment_intent_unexpected_state"}}\
        """;

    private static final String FAILURE = "{\"error\":{\"type\":\"api_error\"}}";

    private final ScriptedStripe stripe = new ScriptedStripe();

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void a_part_is_captured_under_the_instructions_own_key() {
        held("succeeded").on("POST /v1/payment_intents/pi_1/capture", intent("succeeded"));
        assertThat(processor(SOON).carryOut(instruction(CAPTURE, 400))).isEqualTo(new Outcome.Succeeded());
        assertThat(stripe.asked())
                .last()
                .isEqualTo("POST /v1/payment_intents/pi_1/capture " + FOLLOW_UP + " amount_to_capture=400");
    }

    /** Stripe counts hundredths of crowns, which ISO 4217 doesn't, and no hundredths of ariary, which it does. */
    @ParameterizedTest
    @CsvSource({"ISK, 500, 50000", "MGA, 500, 5", "JPY, 500, 500", "EUR, 500, 500"})
    void every_request_names_the_amount_in_the_unit_of_stripe(String currency, long amount, long units) {
        Charge charge = new Charge(new UUID(0, 1), PAYMENT, amount, currency, "pm_card_visa", false);
        held("succeeded")
                .on("POST /v1/payment_intents/pi_1/confirm", intent("requires_capture"))
                .on("POST /v1/payment_intents/pi_1/capture", intent("succeeded"))
                .on("POST /v1/refunds", refund("succeeded"));
        processor(SOON).charge(charge);
        processor(SOON).carryOut(new Instruction(charge, FOLLOW_UP, CAPTURE, amount));
        processor(SOON).carryOut(new Instruction(charge, FOLLOW_UP, REFUND, amount));
        assertThat(stripe.asked())
                .flatExtracting(request -> AMOUNT.matcher(request).results().toList())
                .extracting(found -> found.group(1))
                .hasSize(5)
                .containsOnly(Long.toString(units));
    }

    @Test
    void what_is_held_is_let_go() {
        held("requires_capture").on("POST /v1/payment_intents/pi_1/cancel", intent("canceled"));
        assertThat(processor(SOON).carryOut(instruction(VOID, 1_000))).isEqualTo(new Outcome.Succeeded());
    }

    /** Stripe lets go of what is held after seven days, and answers 400 to whoever captures or cancels it then. */
    @Test
    void what_stripe_has_let_go_is_voided_and_cannot_be_captured() {
        held("canceled")
                .on("POST /v1/payment_intents/pi_1/capture", 400, UNEXPECTED_STATE)
                .on("POST /v1/payment_intents/pi_1/cancel", 400, UNEXPECTED_STATE);
        Outcome.Declined expired = new Outcome.Declined("authorisation_expired", "authorisation_expired");
        assertThat(processor(SOON).carryOut(instruction(VOID, 1_000))).isEqualTo(new Outcome.Succeeded());
        assertThat(processor(SOON).carryOut(instruction(CAPTURE, 400))).isEqualTo(expired);
        assertThat(processor(SOON).lookUp(instruction(VOID, 1_000))).isEqualTo(settled(new Outcome.Succeeded()));
        assertThat(processor(SOON).lookUp(instruction(CAPTURE, 400))).isEqualTo(settled(expired));
    }

    @ParameterizedTest
    @CsvSource({"succeeded, Succeeded", "failed, Declined", "canceled, Declined", "pending, Unknown", "other, Unknown"})
    void a_refund_is_what_stripe_says_and_a_pending_one_is_not_known(String status, String outcome) {
        held("succeeded").on("POST /v1/refunds", refund(status));
        Outcome read = processor(SOON).carryOut(instruction(REFUND, 300));
        assertThat(read.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(stripe.asked())
                .last()
                .asString()
                .startsWith("POST /v1/refunds " + FOLLOW_UP + " ")
                .contains("payment_intent=pi_1", "amount=300", IdKind.REFUND.text(FOLLOW_UP));
    }

    @Test
    void what_stripe_refuses_was_not_done() {
        held("succeeded").on("POST /v1/refunds", 400, """
            {"error":{"type":"invalid_request_error","code":"charge_already_refunded"}}\
            """);
        assertThat(processor(SOON).carryOut(instruction(REFUND, 300)))
                .isEqualTo(new Outcome.Declined("charge_already_refunded", "charge_already_refunded"));
    }

    @ParameterizedTest
    @CsvSource({"409", "429", "500", "503"})
    void an_error_that_says_nothing_of_the_refund_leaves_it_unknown(int status) {
        held("succeeded")
                .on("POST /v1/refunds", status, "{\"error\":{\"type\":\"api_error\",\"code\":\"lock_timeout\"}}");
        assertThat(processor(SOON).carryOut(instruction(REFUND, 300))).isEqualTo(new Outcome.Unknown());
        assertThat(processor(SOON).lookUp(instruction(REFUND, 300))).isEqualTo(new Finding.NotYetKnown());
    }

    /** The answer to a key is the first one for ever. */
    @Test
    void a_refund_that_was_pending_is_asked_about_itself() {
        held("succeeded")
                .on(REFUNDS, refunds())
                .on("POST /v1/refunds", refund("pending"))
                .on("GET /v1/refunds/re_1", refund("succeeded"));
        assertThat(processor(SOON).lookUp(instruction(REFUND, 300))).isEqualTo(settled(new Outcome.Succeeded()));
    }

    /** Stripe keeps a failure under the key as it does a success: sending the same again would tell nothing for a day. */
    @Test
    void what_was_done_and_answered_with_a_failure_is_seen_and_not_sent_again() {
        held("succeeded")
                .again("POST /v1/payment_intents/pi_1/capture", 500, FAILURE)
                .again("POST /v1/refunds", 500, FAILURE)
                .on(REFUNDS, refunds(refund("succeeded")));
        Finding done = settled(new Outcome.Succeeded());
        assertThat(processor(SOON).lookUp(instruction(CAPTURE, 400))).isEqualTo(done);
        assertThat(processor(SOON).lookUp(instruction(REFUND, 300))).isEqualTo(done);
        assertThat(stripe.asked())
                .noneMatch(request -> request.startsWith("POST /v1/refunds") || request.contains("/capture"));
    }

    @Test
    void what_is_not_there_and_failed_for_ever_is_missing_and_what_failed_just_now_is_not_known() {
        held("succeeded").on(REFUNDS, refunds()).again("POST /v1/refunds", 500, FAILURE);
        assertThat(processor(SOON).lookUp(instruction(REFUND, 300))).isEqualTo(new Finding.NotFound());
        stripe.on("POST /v1/refunds", 500, FAILURE);
        assertThat(processor(SOON).lookUp(instruction(REFUND, 300))).isEqualTo(new Finding.NotYetKnown());
    }

    @Test
    void an_intent_whose_request_failed_for_ever_is_searched() {
        stripe.again("POST /v1/payment_intents", 500, FAILURE)
                .on(SEARCH, found(intent("requires_confirmation")))
                .on("GET /v1/payment_intents/pi_1", intent("requires_capture"));
        assertThat(processor(SOON).lookUp(CHARGE)).isEqualTo(settled(new Outcome.RequiresCapture()));
    }

    /** Nobody got an intent to confirm; only a call that is on its way still might. */
    @ParameterizedTest
    @CsvSource({
        "500, true, api_error, NeverWillBe",
        "500, false, api_error, NotYetKnown",
        "400, false, invalid_request_error, NeverWillBe",
        "400, false, idempotency_error, NotYetKnown",
        "404, false, invalid_request_error, NotYetKnown",
        "409, false, idempotency_error, NotYetKnown",
    })
    void a_charge_whose_intent_was_never_made_never_will_be(int status, boolean again, String type, String finding) {
        String error = "{\"error\":{\"type\":\"%s\"}}".formatted(type);
        stripe.on(SEARCH, found());
        if (again) {
            stripe.again("POST /v1/payment_intents", status, error);
        } else {
            stripe.on("POST /v1/payment_intents", status, error);
        }
        assertThat(processor(Pace.LEASE.plusMillis(1)).lookUp(CHARGE).getClass().getSimpleName())
                .isEqualTo(finding);
        assertThat(processor(Pace.LEASE).lookUp(CHARGE)).isEqualTo(new Finding.NotYetKnown());
    }

    @Test
    void a_charge_nobody_heard_of_is_closed_while_its_key_lives() {
        held("requires_confirmation").on("POST /v1/payment_intents/pi_1/cancel", intent("canceled"));
        assertThat(processor(SOON).lookUp(CHARGE)).isEqualTo(new Finding.NeverWillBe());
    }

    @Test
    void after_23_hours_a_charge_is_searched_and_never_made_again() {
        stripe.on(SEARCH, found(intent("requires_confirmation")))
                .on("GET /v1/payment_intents/pi_1", intent("requires_capture"));
        assertThat(processor(KEY_FORGOTTEN).lookUp(CHARGE)).isEqualTo(settled(new Outcome.RequiresCapture()));
        assertThat(stripe.asked()).noneMatch(request -> request.startsWith("POST"));
        assertThat(stripe.asked()).first().asString().contains(IdKind.PAYMENT.text(PAYMENT));
    }

    @Test
    void after_23_hours_an_unconfirmed_charge_is_closed_and_a_missing_one_only_not_found() {
        stripe.on(SEARCH, found());
        assertThat(processor(KEY_FORGOTTEN).lookUp(CHARGE)).isEqualTo(new Finding.NotFound());
        stripe.on(SEARCH, found(intent("requires_confirmation")))
                .on("GET /v1/payment_intents/pi_1", intent("requires_confirmation"))
                .on("POST /v1/payment_intents/pi_1/cancel", intent("canceled"));
        assertThat(processor(KEY_FORGOTTEN).lookUp(CHARGE)).isEqualTo(new Finding.NeverWillBe());
    }

    @Test
    void after_23_hours_a_refund_is_found_on_whichever_page_it_stands() {
        stripe.on(SEARCH, found(intent("succeeded")))
                .on("GET /v1/payment_intents/pi_1", intent("succeeded"))
                .on(REFUNDS, """
                    {"object":"list","url":"/v1/refunds","has_more":true,"data":[{"id":"re_9","object":"refund"}]}\
                    """)
                .on(REFUNDS + "?starting_after=re_9", """
                    {"object":"list","url":"/v1/refunds","has_more":false,"data":[%s]}\
                    """.formatted(refund("succeeded")));
        assertThat(processor(KEY_FORGOTTEN).lookUp(instruction(REFUND, 300)))
                .isEqualTo(settled(new Outcome.Succeeded()));
        assertThat(stripe.asked()).noneMatch(request -> request.startsWith("POST"));
    }

    /** It was sent for the last time just before its key was given up. */
    @Test
    void a_refund_that_is_not_there_is_missing_only_when_the_last_request_would_be_seen() {
        stripe.on(SEARCH, found(intent("succeeded")))
                .on("GET /v1/payment_intents/pi_1", intent("succeeded"))
                .on(REFUNDS, refunds());
        Instruction refund = instruction(REFUND, 300);
        assertThat(processor(KEY_FORGOTTEN).lookUp(refund)).isEqualTo(new Finding.NotYetKnown());
        assertThat(processor(Duration.ofHours(24)).lookUp(refund)).isEqualTo(new Finding.NotYetKnown());
        assertThat(processor(Duration.ofHours(24).plusSeconds(61)).lookUp(refund))
                .isEqualTo(new Finding.NotFound());
    }

    @Test
    void a_search_that_misses_the_charge_says_nothing_of_its_refund() {
        stripe.on(SEARCH, found());
        assertThat(processor(Duration.ofDays(3)).lookUp(instruction(REFUND, 300)))
                .isEqualTo(new Finding.NotYetKnown());
    }

    @ParameterizedTest
    @CsvSource({"PT1S", "PT8S", "PT12S"})
    void every_call_ends_within_the_lease_whatever_the_timeout(String timeout) {
        Duration limit = processor(SOON, timeout).timeLimit();
        assertThat(limit)
                .isLessThan(Pace.LEASE)
                .isGreaterThan(Duration.parse(timeout).multipliedBy(3));
    }

    @Test
    void all_that_is_taken_up_at_once_is_asked_about_within_the_lease() {
        assertThat(Guard.LONGEST_CALL.multipliedBy(Pace.BATCH)).isLessThan(Pace.LEASE);
    }

    /** A payment that is held or taken, in its first 23 hours. */
    private ScriptedStripe held(String status) {
        return stripe.on("POST /v1/payment_intents", intent("requires_confirmation"))
                .on("GET /v1/payment_intents/pi_1", intent(status));
    }

    private StripeProcessor processor(Duration later) {
        return processor(later, "PT5S");
    }

    private StripeProcessor processor(Duration later, String timeout) {
        Map<String, String> set = Map.of(
                "counterfoil.stripe.key",
                "sk_live_" + "0".repeat(24),
                "counterfoil.stripe.url",
                stripe.url().toString(),
                "counterfoil.stripe.timeout",
                timeout);
        ConfigurationSource configuration = name -> Optional.ofNullable(set.get(name));
        InstantSource time = InstantSource.fixed(CHARGED.plus(later));
        return new StripeProcessor(new Intents(configuration, time), new Guard(), configuration);
    }

    private static Instruction instruction(Instruction.Kind kind, long amount) {
        return new Instruction(CHARGE, FOLLOW_UP, kind, amount);
    }

    private static Finding settled(Outcome.Known outcome) {
        return new Finding.Settled(outcome);
    }

    /** An id of version 7, which tells when it was made. */
    private static UUID idOf(Instant made, long number) {
        return new UUID(made.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L | number);
    }

    private static String intent(String status) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"%s\"}".formatted(status);
    }

    private static String refund(String status) {
        return """
            {"id":"re_1","object":"refund","status":"%s","metadata":{"counterfoil_refund":"%s"}}\
            """.formatted(status, IdKind.REFUND.text(FOLLOW_UP));
    }

    private static String refunds(String... refunds) {
        return "{\"object\":\"list\",\"url\":\"/v1/refunds\",\"has_more\":false,\"data\":[%s]}"
                .formatted(String.join(",", refunds));
    }

    private static String found(String... intents) {
        return "{\"object\":\"search_result\",\"has_more\":false,\"data\":[%s]}".formatted(String.join(",", intents));
    }
}
