package io.counterfoil.webhooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTypesTest {

    @Test
    void a_group_matches_its_types_and_a_type_itself() {
        assertThat(EventTypes.matching("refund.*")).containsExactly("refund.failed", "refund.succeeded");
        assertThat(EventTypes.matching("ping")).containsExactly("ping");
        assertThat(EventTypes.matching("*")).contains("ping", "payment.succeeded");
    }

    @Test
    void what_is_no_type_matches_nothing() {
        assertThat(EventTypes.matching("payment")).isEmpty();
        assertThat(EventTypes.matching("payment.%")).isEmpty();
    }
}
