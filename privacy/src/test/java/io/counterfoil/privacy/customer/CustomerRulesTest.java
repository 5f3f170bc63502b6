package io.counterfoil.privacy.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CustomerRulesTest {

    private static final String ADDRESS =
            "{\"line1\":\"Hauptstraße 1\",\"city\":\"Berlin\",\"postal_code\":\"10115\",\"country\":\"%s\"}";

    private static Body<CustomerRequest> body(String json) {
        JsonNode tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        return new Body<>(Json.value(tree, CustomerRequest.class), tree);
    }

    private static CustomerData check(String json) {
        return CustomerRules.check(body(json).content());
    }

    private static void refuses(String json, String param) {
        assertThatThrownBy(() -> check(json))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.document("req_1")).containsEntry("param", param));
    }

    @Test
    void nothing_is_required() {
        assertThat(check("{}")).isEqualTo(CustomerData.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.com", "a.b+c@sub.example.co.uk", "ä@exämple.de", "o'hara@example.com"})
    void takes_addresses(String email) {
        assertThat(EmailAddress.valid(email)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "@example.com",
                "anna@",
                "anna@example",
                "a b@example.com",
                "a@b@example.com",
                "a..b@example.com",
                "anna@-example.com",
                "anna@example.com\n"
            })
    void refuses_what_is_no_address(String email) {
        assertThat(EmailAddress.valid(email)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Anna@Example.COM, anna@example.com",
        "' anna@example.com ', anna@example.com",
        "I@EXAMPLE.COM, i@example.com",
        "anna@exämple.de, anna@xn--exmple-cua.de",
        "ａnna@example.com, anna@example.com"
    })
    void an_address_is_found_however_it_is_written(String written, String searched) {
        assertThat(EmailAddress.normalised(written)).isEqualTo(searched);
    }

    @ParameterizedTest
    @ValueSource(strings = {"030123456", "+0301234567", "+49 30 123456", "+4", "+12345678901234567", "+４９30123456"})
    void refuses_what_is_not_e164(String phone) {
        refuses("{\"phone\":\"%s\"}".formatted(phone), "phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "XX", "DEU", ""})
    void refuses_what_is_no_country(String country) {
        refuses("{\"address\":%s}".formatted(ADDRESS.formatted(country)), "address.country");
    }

    @Test
    void an_address_needs_its_lines() {
        refuses("{\"address\":{\"city\":\"Berlin\",\"postal_code\":\"1\",\"country\":\"DE\"}}", "address.line1");
        refuses("{\"address\":{\"line1\":\"1\",\"postal_code\":\"1\",\"country\":\"DE\"}}", "address.city");
        refuses("{\"address\":{\"line1\":\"1\",\"city\":\"1\",\"country\":\"DE\"}}", "address.postal_code");
    }

    @Test
    void a_change_leaves_what_was_not_sent_and_removes_null() {
        CustomerData before = check("{\"name\":\"Anna\",\"phone\":\"+4930123456\",\"reference\":\"u-1\"}");
        CustomerData after = CustomerRules.change(before, body("{\"name\":\"Anne\",\"phone\":null}"));
        assertThat(after).isEqualTo(check("{\"name\":\"Anne\",\"reference\":\"u-1\"}"));
    }

    @Test
    void masks_tell_whom_one_already_knows() {
        CustomerData masked = Masks.mask(check(
                "{\"reference\":\"u-1\",\"email\":\"anna@example.com\",\"name\":\"Anna  Lehmann\",\"phone\":\"+4930123456\",\"address\":%s}"
                        .formatted(ADDRESS.formatted("DE"))));
        assertThat(masked)
                .isEqualTo(new CustomerData(
                        "u-1",
                        "a•••@example.com",
                        "A••• L•••",
                        "+•••56",
                        new Address("•••", null, "•••", "•••", null, "DE")));
        assertThat(Masks.mask(CustomerData.NOTHING)).isEqualTo(CustomerData.NOTHING);
    }

    @Test
    void a_mask_takes_a_whole_character_even_of_two_units() {
        assertThat(Masks.name("𝒜nna")).isEqualTo("𝒜•••");
    }
}
