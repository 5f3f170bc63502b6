package io.counterfoil.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a rule may be set to. */
class RuleChangeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card_testing_decline_rate",
                "card_testing_small_amounts",
                "card_testing_card_data",
                "card_testing_refunds",
                "declines_unusual",
                "log_not_sealing"
            })
    void a_rule_that_can_hold_nothing_back_is_not_told_to(String rule) {
        for (String action : new String[] {"throttle", "block"}) {
            assertThatThrownBy(() -> change(rule, "{\"action\":\"" + action + "\"}"))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.status()).isEqualTo(400);
                        assertThat(problem.document("")).containsEntry("param", "action");
                    });
        }
        assertThat(change(rule, "{\"action\":\"alert\"}").action()).isEqualTo("alert");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card_testing_source",
                "card_testing_instrument",
                "card_testing_repeated_order",
                "card_testing_success"
            })
    void a_rule_that_finds_a_source_or_a_payment_method_may_act(String rule) {
        assertThat(change(rule, "{\"action\":\"block\"}").action()).isEqualTo("block");
        assertThatThrownBy(() -> change(rule, "{\"action\":\"explode\"}")).isInstanceOf(Problem.class);
    }

    @Test
    void a_parameter_that_came_later_has_its_usual_value_in_a_rule_that_was_set_before() {
        RuleSettings known = AlertRules.asTheyCome("card_testing_decline_rate");
        RuleSettings stored =
                new RuleSettings("info", true, 1, 600, null, null, null, false, "alert", Map.of("attempts", 50.0));
        RuleSettings whole = stored.withDefaults(known.parameters());
        assertThat(whole.parameter("attempts")).isEqualTo(50);
        assertThat(whole.parameter("factor")).isEqualTo(3);
    }

    private static RuleSettings change(String rule, String json) {
        JsonNode sent = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        RuleChange change = Json.value(sent, RuleChange.class);
        return change.applyTo(AlertRules.asTheyCome(rule), sent, KnownRules.named(rule));
    }
}
