package io.counterfoil.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Problem;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private final Requests requests = new Requests();

    @Test
    void whoever_comes_while_the_server_drains_is_served() {
        requests.drain();

        assertThat(requests.stopping()).isTrue();
        assertThatCode(requests::demandServing).doesNotThrowAnyException();
    }

    @Test
    void whoever_comes_after_that_is_told_to_come_again() {
        requests.refuse();

        assertThat(requests.stopping()).isTrue();
        assertThatThrownBy(requests::demandServing)
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.status()).isEqualTo(503));
    }

    @Test
    void what_has_begun_is_in_hand_until_its_end() {
        requests.begin();
        requests.begin();
        requests.end();

        assertThat(requests.getInHand()).isOne();
    }
}
