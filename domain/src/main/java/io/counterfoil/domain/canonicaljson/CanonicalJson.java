package io.counterfoil.domain.canonicaljson;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Canonicalization Scheme (RFC 8785): no white space, members sorted by UTF-16 code units, strings and numbers
 * as ECMAScript writes them. Numbers are IEEE 754 doubles, whatever was sent: 1250, 1250.0 and 125e1 are one number.
 */
public final class CanonicalJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /**
     * The canonical form of a JSON text.
     *
     * @param json UTF-8, without a byte order mark
     * @return UTF-8
     * @throws NotCanonicalizable when it is not one JSON value in UTF-8, or one that I-JSON does not know: a name twice
     *     in an object, half a surrogate pair, a number beyond the doubles
     */
    public static byte[] bytes(byte[] json) {
        return bytes(read(json));
    }

    /**
     * The canonical form of a tree.
     *
     * @return UTF-8
     * @throws NotCanonicalizable when it holds NaN, an infinity, half a surrogate pair, or what is not JSON at all
     */
    public static byte[] bytes(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        append(text, tree);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The double that a JSON number stands for.
     *
     * @return infinite where it is beyond the doubles
     */
    public static double number(JsonNode number) {
        // JsonNode.doubleValue refuses integers that are no double; here they are rounded, as JSON.parse does
        if (number.isBigInteger()) {
            return number.bigIntegerValue().doubleValue();
        }
        if (number.isBigDecimal()) {
            return number.decimalValue().doubleValue();
        }
        return number.isIntegralNumber() ? (double) number.longValue() : number.doubleValue();
    }

    private static JsonNode read(byte[] json) {
        try {
            // decoded here: the parser would also take UTF-16, and UTF-8 with surrogates in it
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new NotCanonicalizable("There is no JSON value.");
            }
            return tree;
        } catch (CharacterCodingException notUtf8) {
            throw new NotCanonicalizable("The text is not UTF-8.");
        } catch (JacksonException notJson) {
            throw new NotCanonicalizable("The text is not one JSON value with unique names.");
        }
    }

    private static void append(StringBuilder text, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> appendObject(text, node);
            case ARRAY -> appendArray(text, node);
            case STRING -> appendString(text, node.stringValue());
            case NUMBER -> text.append(Es6Number.text(number(node)));
            case BOOLEAN -> text.append(node.booleanValue());
            case NULL -> text.append("null");
            default -> throw new NotCanonicalizable("A value is not JSON.");
        }
    }

    private static void appendObject(StringBuilder text, JsonNode object) {
        // String.compareTo is the order of UTF-16 code units (section 3.2.3)
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        text.append('{');
        String comma = "";
        for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
            text.append(comma);
            appendString(text, member.getKey());
            text.append(':');
            append(text, member.getValue());
            comma = ",";
        }
        text.append('}');
    }

    private static void appendArray(StringBuilder text, JsonNode array) {
        text.append('[');
        String comma = "";
        for (JsonNode element : array) {
            text.append(comma);
            append(text, element);
            comma = ",";
        }
        text.append(']');
    }

    /** Section 3.2.2.2: what must be escaped is, in its shortest form; nothing else. */
    private static void appendString(StringBuilder text, String string) {
        text.append('"');
        for (int at = 0; at < string.length(); at++) {
            char c = string.charAt(at);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xf, 16));
                    } else if (!Character.isSurrogate(c)) {
                        text.append(c);
                    } else if (Character.isHighSurrogate(c)
                            && at + 1 < string.length()
                            && Character.isLowSurrogate(string.charAt(at + 1))) {
                        text.append(c).append(string.charAt(++at));
                    } else {
                        throw new NotCanonicalizable("A string holds half a surrogate pair.");
                    }
                }
            }
        }
        text.append('"');
    }
}
