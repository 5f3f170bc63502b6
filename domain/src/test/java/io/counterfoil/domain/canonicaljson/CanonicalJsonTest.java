package io.counterfoil.domain.canonicaljson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {

    @Test
    void gives_the_bytes_of_the_example_in_RFC_8785() {
        // sections 3.2.2 and 3.2.3
        String input = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
              "literals": [null, true, false]
            }\
            """;
        assertThat(canonical(input))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sorts_members_by_UTF_16_code_units() {
        // section 3.2.3: a pair of surrogates sorts before U+FB33, which no order of code points does
        String input = """
            {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
             "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
             "\\u00f6":"Latin Small Letter O With Diaeresis"}\
            """;
        assertThat(canonical(input))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void sorts_at_every_depth_and_leaves_arrays_in_order() {
        assertThat(canonical("[56, {\"d\": true, \"10\": null, \"1\": [ ] , \"a\": {\"b\": {}, \"B\":"
                        + " [{\"y\":1,\"x\":2}]}}]"))
                .isEqualTo("[56,{\"1\":[],\"10\":null,\"a\":{\"B\":[{\"x\":2,\"y\":1}],\"b\":{}},\"d\":true}]");
    }

    @Test
    void does_not_normalise_unicode() {
        assertThat(canonical("{\"A\\u030a\":\"\u00c5\"}")).isEqualTo("{\"A\u030a\":\"\u00c5\"}");
    }

    @Test
    void escapes_control_characters_only() {
        assertThat(canonical("\"\\u0000\\u0008\\u0009\\u000b\\u000c\\u001f\\u007f\\u2028\\/\""))
                .isEqualTo("\"\\u0000\\b\\t\\u000b\\f\\u001f\u007f\u2028/\"");
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 8785, appendix B
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
        // subnormal numbers of few digits, where Double.toString writes one digit too many
        "0000000000000002, 1e-323",
        "0000000000000003, 1.5e-323",
        "0000000000000004, 2e-323",
        "0000000000000005, 2.5e-323",
        "0000000000000006, 3e-323",
        "0000000000000012, 9e-323",
        "0000000000000014, 1e-322",
    })
    void writes_a_number_as_ECMAScript_does(String bits, String expected) {
        assertThat(Es6Number.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Test
    void writes_the_numbers_of_the_es6testfile_as_published() throws Exception {
        // the first 1,000, 10,000 and 100,000 lines of 100 million; the sums stand in the test data's README
        Es6TestFile numbers = new Es6TestFile();
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        for (int line = 1; line <= 100_000; line++) {
            long bits = numbers.next();
            String text = Long.toHexString(bits) + "," + Es6Number.text(Double.longBitsToDouble(bits)) + "\n";
            sum.update(text.getBytes(StandardCharsets.US_ASCII));
            String soFar = HexFormat.of().formatHex(((MessageDigest) sum.clone()).digest());
            if (line == 1_000) {
                assertThat(soFar).isEqualTo("be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687");
            } else if (line == 10_000) {
                assertThat(soFar).isEqualTo("b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892");
            } else if (line == 100_000) {
                assertThat(soFar).isEqualTo("22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1250, 1250",
        "1250.0, 1250",
        "125e1, 1250",
        "-0, 0",
        "-0.0, 0",
        "9007199254740991, 9007199254740991",
        "9007199254740993, 9007199254740992",
        "-9007199254740993, -9007199254740992",
        "9223372036854775807, 9223372036854776000",
        "18446744073709551615, 18446744073709552000",
        "100000000000000000000000, 1e+23",
        "0.1000000000000000055511151231257827, 0.1",
    })
    void takes_every_number_for_a_double(String sent, String expected) {
        assertThat(canonical(sent)).isEqualTo(expected);
    }

    @Test
    void takes_trees_with_exact_numbers_for_doubles_too() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        assertThat(new String(CanonicalJson.bytes(nodes.numberNode(new java.math.BigDecimal("1250.00"))), UTF_8))
                .isEqualTo("1250");
        assertThat(new String(CanonicalJson.bytes(nodes.numberNode(java.math.BigInteger.TEN.pow(23))), UTF_8))
                .isEqualTo("1e+23");
        assertThat(new String(CanonicalJson.bytes(nodes.numberNode(0.5f)), UTF_8))
                .isEqualTo("0.5");
        assertThat(new String(CanonicalJson.bytes(nodes.numberNode((short) 7)), UTF_8))
                .isEqualTo("7");
    }

    @Test
    void refuses_NaN_and_infinities() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> CanonicalJson.bytes(JsonNodeFactory.instance.numberNode(value)))
                    .isInstanceOf(NotCanonicalizable.class);
        }
    }

    @Test
    void refuses_a_tree_that_holds_what_is_not_JSON() {
        assertThatThrownBy(() -> CanonicalJson.bytes(JsonNodeFactory.instance.binaryNode(new byte[] {1})))
                .isInstanceOf(NotCanonicalizable.class);
        assertThatThrownBy(() -> CanonicalJson.bytes(JsonNodeFactory.instance.missingNode()))
                .isInstanceOf(NotCanonicalizable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1e400",
                "-1e400",
                "NaN",
                "Infinity",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800x\"",
                "{\"\\ud800\":1}",
                "{\"a\":1,\"a\":1}",
                "{\"b\":{\"a\":1,\"\\u0061\":2}}",
                "{\"a\":1} {}",
                "[1,]",
                "01",
                "'a'",
                "{a:1}",
                "/**/1",
                "\ufeff1",
            })
    void refuses_what_is_not_I_JSON(String json) {
        assertThatThrownBy(() -> CanonicalJson.bytes(json.getBytes(UTF_8))).isInstanceOf(NotCanonicalizable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22ff22", // no UTF-8
                "22c0af22", // over-long
                "22eda08022", // a surrogate by itself
                "22eda0bdedb88022", // a pair of them (CESU-8)
                "22f490808022", // beyond U+10FFFF
                "220022002200", // UTF-16
                "00220022",
            })
    void refuses_bytes_that_are_not_UTF_8(String hex) {
        assertThatThrownBy(() -> CanonicalJson.bytes(HexFormat.of().parseHex(hex)))
                .isInstanceOf(NotCanonicalizable.class);
    }

    @Test
    void refuses_nesting_without_end() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> CanonicalJson.bytes(deep.getBytes(UTF_8))).isInstanceOf(NotCanonicalizable.class);
    }

    @Test
    void leaves_what_is_canonical_as_it_is() {
        String once = canonical("{\"b\": [1.5, \"\\u00e9\", {\"z\": null}], \"a\": 1e21}");
        assertThat(canonical(once)).isEqualTo(once);
    }

    private static String canonical(String json) {
        return new String(CanonicalJson.bytes(json.getBytes(UTF_8)), UTF_8);
    }
}
