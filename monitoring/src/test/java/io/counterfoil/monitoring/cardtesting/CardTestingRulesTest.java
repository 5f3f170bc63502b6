package io.counterfoil.monitoring.cardtesting;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.monitoring.alert.AlertRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each sign of card testing, and what merely looks like one. */
class CardTestingRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String DECLINED = "card_declined";

    private final List<Attempt> attempts = new ArrayList<>();

    /** Most merchants call from one address for all their payers. */
    @Test
    void an_ordinary_hour_of_one_backend_is_no_sign() {
        for (int i = 0; i < 200; i++) {
            attempt(59 - i * 60 / 200, "src_shop", "ins_" + i, 1000 + 37L * i, i % 12 == 0 ? DECLINED : "");
        }
        assertThat(rules()).isEmpty();
    }

    @Test
    void a_shop_that_captures_later_is_no_sign_for_its_declines() {
        for (int i = 0; i < 20; i++) {
            attempt(9 - i / 2 % 10, "src_shop", "ins_" + i, 1000 + 37L * i, i % 4 == 0 ? DECLINED : "");
        }
        assertThat(rules()).isEmpty();
    }

    @Test
    void too_many_declines_are_told_and_few_attempts_prove_nothing() {
        few(19, i -> DECLINED);
        assertThat(rules()).doesNotContain("card_testing_decline_rate");
        few(1, i -> DECLINED);
        assertThat(rules()).contains("card_testing_decline_rate");
    }

    @Test
    void many_instruments_from_one_source() {
        for (int i = 0; i < 5; i++) {
            attempt(1, "src_one", "ins_" + i, 1000 + i, i < 3 ? DECLINED : "");
        }
        assertThat(rules()).contains("card_testing_source");
    }

    @Test
    void one_instrument_of_several_customers() {
        for (int i = 0; i < 5; i++) {
            attempts.add(new Attempt(
                    NOW.minusSeconds(600L * i + 1),
                    "src_" + i,
                    "ins_one",
                    Optional.of(UUID.randomUUID()),
                    1000,
                    "EUR",
                    Optional.empty()));
        }
        assertThat(rules()).containsExactly("card_testing_instrument");
    }

    @Test
    void one_instrument_of_one_customer_is_a_regular() {
        UUID regular = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            attempts.add(new Attempt(
                    NOW.minusSeconds(600L * i + 1),
                    "src_" + i,
                    "ins_one",
                    Optional.of(regular),
                    1000,
                    "EUR",
                    Optional.empty()));
        }
        assertThat(rules()).isEmpty();
    }

    @Test
    void small_amounts_that_are_all_alike() {
        for (int i = 0; i < 10; i++) {
            attempt(1, "src_" + i, "ins_" + i, i < 8 ? 100 : 300, "");
        }
        assertThat(rules()).containsExactly("card_testing_small_amounts");
    }

    @Test
    void guesses_of_card_data() {
        for (int i = 0; i < 10; i++) {
            attempt(1, "src_" + i, "ins_" + i, 1000 + i, i < 6 ? "incorrect_cvc" : "");
        }
        assertThat(rules()).contains("card_testing_card_data");
    }

    @Test
    void the_same_order_under_new_keys() {
        UUID customer = UUID.randomUUID();
        for (int i = 0; i < 6; i++) {
            attempts.add(new Attempt(
                    NOW.minusSeconds(60),
                    "src_" + i,
                    "ins_" + i,
                    Optional.of(customer),
                    1999,
                    "EUR",
                    Optional.empty()));
        }
        assertThat(rules()).containsExactly("card_testing_repeated_order");
    }

    @Test
    void success_after_declines() {
        for (int i = 0; i < 3; i++) {
            attempt(20 - i, "src_one", "ins_" + i, 1000 + i, DECLINED);
        }
        attempt(5, "src_one", "ins_9", 1000, "");
        assertThat(rules()).containsExactly("card_testing_success");
    }

    @Test
    void a_success_ends_the_row_of_declines() {
        for (int i = 0; i < 12; i++) {
            attempt(24 - 2 * i, "src_one", "ins_" + i, 1000 + i, i % 3 == 2 ? "" : DECLINED);
        }
        assertThat(rules()).doesNotContain("card_testing_success");
    }

    @Test
    void what_recovery_ended_has_no_source_to_be_blamed() {
        for (int i = 0; i < 5; i++) {
            attempt(1, "unknown", "ins_" + i, 1000 + i, DECLINED);
        }
        assertThat(rules()).isEmpty();
    }

    @Test
    void a_merchant_whose_payments_are_often_declined_is_measured_by_that() {
        few(40, i -> i % 2 == 0 ? DECLINED : "");
        assertThat(rules(0.05)).contains("card_testing_decline_rate");
        assertThat(rules(0.2)).doesNotContain("card_testing_decline_rate");
    }

    /** Why an attempt fails; nothing where it succeeds. */
    private interface Outcome {
        String of(int attempt);
    }

    @Test
    void hardly_one_that_goes_through_is_never_usual() {
        few(60, i -> DECLINED);
        assertThat(rules(0.9)).contains("card_testing_decline_rate");
    }

    private void few(int many, Outcome outcome) {
        for (int i = 0; i < many; i++) {
            attempt(1, "src_" + UUID.randomUUID(), "ins_" + UUID.randomUUID(), 1000 + attempts.size(), outcome.of(i));
        }
    }

    private void attempt(int minutesAgo, String source, String instrument, long amount, String failure) {
        attempts.add(new Attempt(
                NOW.minus(Duration.ofMinutes(minutesAgo)).minusSeconds(1),
                source,
                instrument,
                Optional.empty(),
                amount,
                "EUR",
                Optional.of(failure).filter(code -> !code.isEmpty())));
    }

    private Set<String> rules() {
        return rules(0);
    }

    private Set<String> rules(double usualDeclines) {
        return new CardTestingRules(AlertRules::asTheyCome, usualDeclines)
                .judge(attempts, NOW).stream()
                        .map(CardTestingRules.Finding::rule)
                        .collect(Collectors.toSet());
    }
}
