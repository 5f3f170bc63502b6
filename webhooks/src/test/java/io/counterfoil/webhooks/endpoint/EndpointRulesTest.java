package io.counterfoil.webhooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Problem;
import io.counterfoil.webhooks.egress.Ports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRulesTest {

    private final EndpointRules strict = new EndpointRules(false, Ports.parse("443,1024-65535"));
    private final EndpointRules local = new EndpointRules(true, Ports.parse("443,1024-65535"));

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "https://example.com:8443/a?b=c", "https://[2606:4700::1]/"})
    void takes_https(String url) {
        assertThat(strict.url(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://0177.0.0.1/x, https://127.0.0.1/x",
        "https://0x7f.1, https://127.0.0.1",
        "https://0x7F000001:8443/?a=0x7F000001, https://127.0.0.1:8443/?a=0x7F000001",
        "https://2130706433, https://127.0.0.1",
        "https://127.1/, https://127.0.0.1/",
        "https://10.0.0.1./, https://10.0.0.1/",
        "https://017700000001/, https://127.0.0.1/"
    })
    void a_host_that_is_a_number_is_shown_as_the_address_that_is_judged(String url, String shown) {
        assertThat(strict.url(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://256.1.1.1/",
                "https://1.2.3.4.5/",
                "https://09.1.1.1/",
                "https://4294967296/",
                "https://1..1/",
                "https://127.0.0.0x1g.1/",
                "https://example.0x7f/"
            })
    void refuses_a_number_that_is_no_address(String url) {
        assertThatThrownBy(() -> strict.url(url)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "example.com",
                "https://",
                "https:///x",
                "https://user:pass@example.com/",
                "https://example.com/#part",
                "https://exa mple.com/",
                "javascript:alert(1)",
                "http://localhost:8080/"
            })
    void refuses_what_is_not(String url) {
        assertThatThrownBy(() -> strict.url(url)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/", "http://127.0.0.1:1/x", "http://[::1]:8080/"})
    void takes_this_machine_in_development(String url) {
        assertThat(local.url(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "http://10.0.0.1/",
                "http://localhost.example.com/",
                "http://127.0.0.1.nip.io/"
            })
    void takes_no_other_machine_in_the_clear_even_then(String url) {
        assertThatThrownBy(() -> local.url(url)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host", "webhook-id", "Webhook-Signature", "Content-Length", "transfer-encoding", "Connection",
                "Proxy-Authorization", "X-Forwarded-For", "a b", "a:b", "a\r\nb", ""
            })
    void refuses_headers_that_are_ours_or_none(String name) {
        assertThatThrownBy(() -> EndpointRules.headers(Map.of(name, "x"))).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "a\r\nEvil: 1", "ä", "x\u0000"})
    void refuses_values_that_could_be_read_otherwise(String value) {
        assertThatThrownBy(() -> EndpointRules.headers(Map.of("X-Mine", value))).isInstanceOf(Problem.class);
    }

    @Test
    void takes_headers_of_the_merchants_own() {
        assertThat(EndpointRules.headers(Map.of("Authorization", "Bearer abc")))
                .containsEntry("Authorization", "Bearer abc");
    }

    @Test
    void numbers_have_their_bounds() {
        assertThat(EndpointRules.timeoutSeconds(1)).isEqualTo(1);
        assertThat(EndpointRules.maxInFlight(500)).isEqualTo(500);
        assertThat(EndpointRules.retryJitter(0)).isZero();
        assertThat(EndpointRules.retryJitter(null)).isNull();
        assertThatThrownBy(() -> EndpointRules.timeoutSeconds(61)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> EndpointRules.maxInFlight(0)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> EndpointRules.retryJitter(51)).isInstanceOf(Problem.class);
    }

    @Test
    void chosen_types_are_sorted_and_stand_once() {
        assertThat(EventTypes.check(List.of("refund.*", "payment.succeeded", "refund.*")))
                .containsExactly("payment.succeeded", "refund.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"payment", "payment.", "*.succeeded", "payment.succeded", "nope.*", "", "**", "payment.*.x"})
    void refuses_types_that_nothing_could_match(String type) {
        assertThatThrownBy(() -> EventTypes.check(List.of(type))).isInstanceOf(Problem.class);
    }

    @Test
    void a_type_matches_all_its_group_and_itself() {
        assertThat(EventTypes.patterns("payment.succeeded")).containsExactly("*", "payment.*", "payment.succeeded");
        assertThat(EventTypes.patterns("ping")).containsExactly("*", "ping");
    }
}
