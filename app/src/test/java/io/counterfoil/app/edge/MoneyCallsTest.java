package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MoneyCallsTest {

    @Test
    void are_the_calls_that_require_an_idempotency_key() throws IOException {
        Set<String> described = new TreeSet<>();
        Set<String> recognised = new TreeSet<>();
        try (var yaml = MoneyCallsTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            new OpenAPIV3Parser()
                    .readContents(new String(yaml.readAllBytes(), StandardCharsets.UTF_8))
                    .getOpenAPI()
                    .getPaths()
                    .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                        if (requiresKey(operation.getParameters())) {
                            described.add(method + " " + path);
                        }
                        if (MoneyCalls.isOne(method.name(), path)) {
                            recognised.add(method + " " + path);
                        }
                    }));
        }
        assertThat(recognised).isEqualTo(described).contains("POST /v1/payments", "POST /v1/payments/{id}/refunds");
    }

    @Test
    void are_not_what_merely_begins_like_one() {
        assertThat(MoneyCalls.isOne("POST", "/v1/payments-of-others")).isFalse();
        assertThat(MoneyCalls.isOne("GET", "/v1/payments")).isFalse();
    }

    private static boolean requiresKey(@Nullable List<Parameter> parameters) {
        return parameters != null
                && parameters.stream()
                        .anyMatch(
                                parameter -> String.valueOf(parameter.get$ref()).endsWith("/RequiredIdempotencyKey"));
    }
}
