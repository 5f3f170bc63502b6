package io.counterfoil.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class TokenTest {

    private static final String PREFIX = "sk_test_";

    /** The one known pair of random part and checksum that is published. */
    private static final String KNOWN = PREFIX + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17";

    @Test
    void its_checksum_is_the_published_one() {
        assertThat(Token.parse(PREFIX, KNOWN)).isPresent();
    }

    @Test
    void one_wrong_character_anywhere_is_noticed() {
        for (int at = 0; at < KNOWN.length(); at++) {
            char other = KNOWN.charAt(at) == 'a' ? 'b' : 'a';
            String typed = KNOWN.substring(0, at) + other + KNOWN.substring(at + 1);
            assertThat(Token.parse(PREFIX, typed)).as(typed).isEmpty();
        }
        assertThat(Token.parse(PREFIX, KNOWN + "a")).isEmpty();
        assertThat(Token.parse(PREFIX, KNOWN.substring(0, KNOWN.length() - 1))).isEmpty();
        assertThat(Token.parse("sk_live_", KNOWN)).isEmpty();
        assertThat(Token.parse(PREFIX, "")).isEmpty();
    }

    @Test
    void a_new_one_can_be_read_and_is_like_no_other() {
        SecureRandom random = new SecureRandom();
        Token token = Token.random(random, PREFIX);
        assertThat(token.reveal()).matches("sk_test_[0-9A-Za-z]{36}").endsWith(token.lastFour());
        assertThat(Token.parse(PREFIX, token.reveal()).orElseThrow().bytes()).isEqualTo(token.bytes());
        assertThat(Token.random(random, PREFIX).reveal()).isNotEqualTo(token.reveal());
    }
}
