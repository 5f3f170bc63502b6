package io.counterfoil.domain.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {

    record Order(
            @Nullable Long amount,
            @Nullable String orderReference,
            @Nullable Map<String, String> metadata,
            @Nullable List<String> items,
            @Nullable Boolean capture) {}

    record Shown(
            String objectType, Instant createdAt, @Nullable String nothing) {}

    @Test
    void reads_snake_case_members() {
        Order order = read("{\"amount\":1,\"order_reference\":\"a\",\"metadata\":{\"k\":\"v\"},\"items\":[\"x\"]}");
        assertThat(order).isEqualTo(new Order(1L, "a", Map.of("k", "v"), List.of("x"), null));
    }

    @Test
    void names_the_member_that_stands_twice() {
        assertThatThrownBy(() -> read("{\"amount\":1,\"metadata\":{\"k\":\"v\",\"k\":\"w\"}}"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("\"k\" stands twice");
    }

    @Test
    void writes_snake_case_nulls_and_times_in_utc() {
        byte[] json = Json.write(new Shown("a", Instant.parse("2026-01-31T00:00:00.000001Z"), null));
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"object_type\":\"a\",\"created_at\":\"2026-01-31T00:00:00.000001Z\",\"nothing\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":\"1\"}",
                "{\"amount\":1.0}",
                "{\"amount\":true}",
                "{\"amount\":[]}",
                "{\"amount\":9223372036854775808}",
                "{\"order_reference\":1}",
                "{\"order_reference\":true}",
                "{\"order_reference\":1.5}",
                "{\"metadata\":{\"k\":1}}",
                "{\"items\":\"x\"}",
                "{\"items\":[1]}",
                "{\"capture\":\"true\"}",
                "{\"capture\":1}",
                "{\"unknown\":1}"
            })
    void takes_no_type_for_another_and_names_the_member(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.document("req").get("param"))
                                .asString()
                                .isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":NaN}", "{a:1}", "{\"a\":\"\u0001\"}"})
    void reads_nothing_that_is_no_json(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Problem.class);
    }

    @Test
    void reads_nothing_that_is_nested_too_deep() {
        assertThat(Json.tree(bytes("[".repeat(16) + "]".repeat(16)))).isInstanceOf(JsonNode.class);
        assertThatThrownBy(() -> Json.tree(bytes("[".repeat(17) + "]".repeat(17))))
                .isInstanceOf(Problem.class);
    }

    @Test
    void repeats_no_value_in_a_problem() {
        assertThatThrownBy(() -> read("{\"amount\":\"my secret\"}")).message().doesNotContain("secret");
    }

    private static Order read(String json) {
        return Json.value(Json.tree(bytes(json)), Order.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
