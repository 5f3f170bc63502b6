package io.counterfoil.domain.rest;

import static tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION;
import static tools.jackson.databind.DeserializationFeature.ACCEPT_FLOAT_AS_INT;
import static tools.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES;
import static tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;
import static tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES;
import static tools.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS;

import java.lang.reflect.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON as the API speaks it: snake_case members, no unknown ones, no duplicates, no coercion of one type into another,
 * and limits on depth and sizes. What can't be read becomes a {@link Problem} that names the member.
 */
public final class Json {

    private static final int DEEPEST = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(32)
                            .maxStringLength(64 * 1024)
                            .build())
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(FAIL_ON_UNKNOWN_PROPERTIES, FAIL_ON_TRAILING_TOKENS, FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(ACCEPT_FLOAT_AS_INT)
            .disable(ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate [^'\"]*['\"](.*)['\"]", Pattern.DOTALL);

    private Json() {}

    /** The bytes of a value, UTF-8. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads a tree.
     *
     * @throws Problem when the bytes are not one JSON value within the limits
     */
    public static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException unreadable) {
            throw malformed(unreadable);
        }
    }

    /**
     * Turns a tree into a value.
     *
     * @throws Problem that names the member which is unknown, missing or of another type
     */
    public static <T> T value(JsonNode tree, Type type) {
        if (tree.getNodeType() != JsonNodeType.OBJECT) {
            throw Problem.malformed("Send a JSON object.");
        }
        try {
            return MAPPER.treeToValue(tree, MAPPER.constructType(type));
        } catch (UnrecognizedPropertyException unknown) {
            String param = path(unknown);
            throw Problem.invalid(
                    param, "There is no member \"%s\" here. Remove it or correct its name.".formatted(param));
        } catch (JacksonException mismatch) {
            if (mismatch.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw Problem.invalid(path(mismatch), "This member has a type or value that is not allowed. See /openapi.");
        }
    }

    private static Problem malformed(JacksonException unreadable) {
        if (unreadable instanceof StreamReadException syntax) {
            String message = String.valueOf(syntax.getOriginalMessage());
            Matcher duplicate = DUPLICATE.matcher(message);
            if (duplicate.matches()) {
                return Problem.malformed("The member \"%s\" stands twice in one object. Send each member once."
                        .formatted(duplicate.group(1)));
            }
        }
        TokenStreamLocation where = unreadable.getLocation();
        String place = where == null
                ? ""
                : " The trouble is at line " + where.getLineNr() + ", column " + where.getColumnNr() + ".";
        return Problem.malformed("Send one JSON object in UTF-8, nested at most " + DEEPEST + " deep." + place);
    }

    private static String path(JacksonException exception) {
        return exception.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
