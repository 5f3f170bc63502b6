package io.counterfoil.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.counterfoil.domain.configuration.InvalidConfiguration;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Letters, by a real mail server. */
class PostboxTest {

    private static final GreenMail SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private static Postbox postbox(Map<String, String> settings) {
        return new Postbox(name -> Optional.ofNullable(settings.get(name)), () -> Instant.EPOCH);
    }

    private static Map<String, String> at(int port) {
        return Map.of(
                "counterfoil.mail.server", "smtp://127.0.0.1:" + port, "counterfoil.mail.from", "shop@example.com");
    }

    @Test
    void a_letter_arrives_as_it_was_written() throws Exception {
        postbox(at(SERVER.getSmtp().getPort()))
                .send(new Letter("anna@example.com", "Ihre Kopie für Sie", "Grüße,\nder Laden"));

        MimeMessage arrived = SERVER.getReceivedMessages()[0];
        assertThat(arrived.getSubject()).isEqualTo("Ihre Kopie für Sie");
        assertThat(arrived.getContent().toString().strip().lines()).containsExactly("Grüße,", "der Laden");
        assertThat(arrived.getFrom()[0]).hasToString("shop@example.com");
        assertThat(arrived.getAllRecipients()[0]).hasToString("anna@example.com");
    }

    @Test
    void what_the_server_does_not_take_is_told_without_the_address() throws IOException {
        int closed;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThatThrownBy(() -> postbox(at(closed)).send(new Letter("anna@example.com", "s", "t")))
                .isInstanceOf(LetterNotSent.class)
                .hasNoCause()
                .hasMessageNotContaining("anna");
    }

    @Test
    void an_address_cannot_carry_another_header_or_recipient() {
        Postbox postbox = postbox(at(SERVER.getSmtp().getPort()));
        for (String address :
                new String[] {"a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com", ""}) {
            assertThatThrownBy(() -> postbox.send(new Letter(address, "s", "t")))
                    .isInstanceOf(LetterNotSent.class);
        }
    }

    @Test
    void without_a_server_nothing_is_sent() {
        Postbox postbox = postbox(Map.of());
        assertThat(postbox.open()).isFalse();
        assertThatThrownBy(() -> postbox.send(new Letter("a@example.com", "s", "t")))
                .isInstanceOf(LetterNotSent.class);
    }

    @Test
    void what_is_no_mail_server_is_refused_at_start() {
        for (String server : new String[] {"http://mail.internal", "mail.internal:25", "smtp://user@mail.internal"}) {
            assertThatThrownBy(() -> postbox(Map.of("counterfoil.mail.server", server)))
                    .isInstanceOf(InvalidConfiguration.class);
        }
    }

    @Test
    void a_letter_prints_as_nothing() {
        assertThat(new Letter("anna@example.com", "s", "t")).hasToString("[letter]");
    }
}
