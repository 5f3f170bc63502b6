package io.counterfoil.app.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.app.edge.Routes;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Scopes;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A lint of openapi.yaml, and the proof that it tells of every call that there is, and of no other. */
class OpenApiTest {

    private static final SwaggerParseResult PARSED = new OpenAPIV3Parser().readContents(text());
    private static final OpenAPI API = PARSED.getOpenAPI();

    /** Found once: looking takes seconds. */
    private static final Map<String, Method> METHODS = resourceMethods();

    @Test
    void it_can_be_read_without_complaint() {
        assertThat(PARSED.getMessages()).isEmpty();
        assertThat(API.getOpenapi()).startsWith("3.1");
    }

    @Test
    void it_has_every_call_and_no_other() {
        assertThat(operations().keySet()).isEqualTo(METHODS.keySet());
    }

    @Test
    void every_call_has_a_name_a_summary_a_tag_and_its_errors() {
        Set<String> names = new TreeSet<>();
        operations().forEach((call, operation) -> {
            assertThat(operation.getOperationId()).as(call).matches("[a-z][A-Za-z]+");
            assertThat(names.add(operation.getOperationId()))
                    .as("%s is named as another", call)
                    .isTrue();
            assertThat(operation.getSummary()).as(call).isNotBlank();
            assertThat(operation.getTags()).as(call).hasSize(1);
            assertThat(operation.getResponses().keySet()).as(call).anyMatch(status -> status.startsWith("2"));
            if (!METHODS.get(call).getAnnotation(Allow.class).anyone()) {
                assertThat(operation.getResponses()).as(call).containsKeys("401", "403", "429", "503");
            }
            if (call.contains("{")) {
                assertThat(operation.getResponses()).as(call).containsKey("404");
            }
        });
    }

    @Test
    void every_error_has_an_example_that_is_a_problem() {
        API.getComponents().getResponses().forEach((name, response) -> {
            Object example =
                    response.getContent().get("application/problem+json").getExample();
            assertThat(String.valueOf(example))
                    .as(name)
                    .contains("type=", "title=", "status=", "detail=", "code=", "retryable=");
        });
    }

    @Test
    void every_reference_leads_somewhere() {
        for (Map.Entry<String, Operation> operation : operations().entrySet()) {
            for (ApiResponse response : operation.getValue().getResponses().values()) {
                String reference = response.get$ref();
                if (reference != null) {
                    assertThat(API.getComponents().getResponses())
                            .as(operation.getKey())
                            .containsKey(reference.substring(reference.lastIndexOf('/') + 1));
                }
            }
        }
    }

    @Test
    void every_member_of_every_schema_is_described() {
        API.getComponents().getSchemas().forEach((name, schema) -> {
            assertThat(schema.getDescription()).as(name).isNotBlank();
            Map<String, Schema<?>> members = properties(schema);
            members.forEach((member, type) ->
                    assertThat(type.getDescription()).as("%s.%s", name, member).isNotBlank());
        });
    }

    /** Of plain values; what is made of them, a list or an object, is then shown whole by any reader of the document. */
    @Test
    void every_member_has_an_example_that_it_allows() {
        API.getComponents().getSchemas().forEach((name, schema) -> {
            Map<String, Schema<?>> members = properties(schema);
            members.forEach((member, type) -> {
                if (isPlain(type)) {
                    assertThat(type.getExamples())
                            .as("%s.%s", name, member)
                            .isNotEmpty()
                            .allSatisfy(
                                    example -> assertThat(allows(type, example)).isTrue());
                }
            });
        });
    }

    /** No constant and no choice, which show themselves, and no reference. */
    private static boolean isPlain(Schema<?> type) {
        Set<String> types = type.getTypes() == null ? Set.of() : type.getTypes();
        return type.getConst() == null
                && type.getEnum() == null
                && (types.contains("string") || types.contains("integer") || types.contains("number"));
    }

    private static boolean allows(Schema<?> type, Object example) {
        String text = String.valueOf(example);
        if (text.equals("null")) {
            return type.getTypes().contains("null");
        }
        if (!type.getTypes().contains("string")) {
            return text.matches("-?[0-9]+(\\.[0-9]+)?");
        }
        return (type.getPattern() == null || text.matches(type.getPattern()))
                && (type.getMaxLength() == null || text.length() <= type.getMaxLength())
                && (!Objects.equals(type.getFormat(), "date-time") || Instant.parse(text) != null);
    }

    @Test
    void every_body_has_the_members_that_the_code_reads() {
        METHODS.forEach((call, method) -> {
            for (Type parameter : method.getGenericParameterTypes()) {
                if (parameter instanceof ParameterizedType body && body.getRawType() == Body.class) {
                    Class<?> content = (Class<?>) body.getActualTypeArguments()[0];
                    String reference = operations()
                            .get(call)
                            .getRequestBody()
                            .getContent()
                            .get("application/json")
                            .getSchema()
                            .get$ref();
                    Schema<?> schema =
                            API.getComponents().getSchemas().get(reference.substring(reference.lastIndexOf('/') + 1));
                    assertThat(properties(schema).keySet()).as(call).isEqualTo(members(content));
                }
            }
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the model is raw
    private static Map<String, Schema<?>> properties(Schema schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    private static Set<String> members(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        API.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((PathItem.HttpMethod method, Operation operation) ->
                                operations.put(method + " " + path, operation)));
        return operations;
    }

    private static Map<String, Method> resourceMethods() {
        return Routes.all();
    }

    @Test
    void it_lists_every_scope_that_some_call_asks_for() {
        Set<String> scopes = new TreeSet<>();
        Routes.all().values().forEach(method -> scopes.addAll(Scopes.of(method.getDeclaringClass())));
        Set<String> listed = new TreeSet<>();
        for (Object scope : API.getComponents().getSchemas().get("Scope").getEnum()) {
            listed.add(String.valueOf(scope));
        }
        assertThat(listed).isEqualTo(scopes);
    }

    private static String text() {
        try (InputStream yaml = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
