package io.counterfoil.webhooks.egress;

import static io.counterfoil.webhooks.egress.RudeReceiver.head;
import static io.counterfoil.webhooks.egress.RudeReceiver.read;
import static io.counterfoil.webhooks.egress.RudeReceiver.tunnel;
import static io.counterfoil.webhooks.egress.RudeReceiver.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.webhooks.egress.Reply.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, HTTP/2, ports and proxy: how a request gets out, and when it does not. */
@Timeout(60)
class WayOutTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Ports USUAL = Ports.parse("443,1024-65535");
    private static final String NAME = "receiver.example";

    @TempDir
    Path directory;

    @Test
    void speaks_http_2_with_who_takes_it() throws Exception {
        try (TlsReceiver receiver = new TlsReceiver(NAME, HttpVersionPolicy.NEGOTIATE, directory)) {
            assertThat(post(receiver, NAME, receiver.trust())).isInstanceOf(Reply.Answered.class);
            assertThat(receiver.versions()).containsExactly(HttpVersion.HTTP_2);
        }
    }

    @Test
    void reads_no_more_of_a_body_than_is_kept_by_http_2_either() throws Exception {
        try (TlsReceiver receiver = new TlsReceiver(NAME, HttpVersionPolicy.NEGOTIATE, directory)
                .answering("x".repeat(64 * Courier.LONGEST_BODY))) {
            Courier courier = courier(true, receiver.trust(), null);
            for (int i = 0; i < 3; i++) {
                Reply reply = courier.post(parcel("https://" + NAME + ":" + receiver.port() + "/hook"));
                assertThat(reply).isInstanceOf(Reply.Answered.class);
                assertThat(((Reply.Answered) reply).body()).hasSize(Courier.LONGEST_BODY);
            }
            courier.close();
            assertThat(receiver.versions()).hasSize(3).containsOnly(HttpVersion.HTTP_2);
        }
    }

    @Test
    void speaks_http_1_with_who_knows_no_other() throws Exception {
        try (TlsReceiver receiver = new TlsReceiver(NAME, HttpVersionPolicy.FORCE_HTTP_1, directory)) {
            Reply reply = post(receiver, NAME, receiver.trust());
            assertThat(reply).isInstanceOf(Reply.Answered.class);
            assertThat(((Reply.Answered) reply).body()).asString().isEqualTo("taken");
            assertThat(receiver.versions()).containsExactly(HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        try (TlsReceiver receiver = new TlsReceiver("other.example", HttpVersionPolicy.NEGOTIATE, directory)) {
            assertThat(trouble(post(receiver, NAME, receiver.trust()))).isEqualTo(Trouble.TLS_FAILED);
            assertThat(receiver.versions()).isEmpty();
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        try (TlsReceiver receiver = new TlsReceiver(NAME, HttpVersionPolicy.NEGOTIATE, directory)) {
            assertThat(trouble(post(receiver, NAME, SSLContext.getDefault()))).isEqualTo(Trouble.TLS_FAILED);
        }
    }

    @Test
    void a_port_that_is_not_for_webhooks_is_not_dialled() throws IOException, GeneralSecurityException {
        Courier courier = courier(false, SSLContext.getDefault(), null);
        assertThat(trouble(courier.post(parcel("https://receiver.example:25/"))))
                .isEqualTo(Trouble.ADDRESS_NOT_ALLOWED);
        courier.close();
    }

    @Test
    void goes_through_a_proxy_where_there_is_one() throws IOException, GeneralSecurityException {
        StringBuilder asked = new StringBuilder();
        try (RudeReceiver proxy = new RudeReceiver((in, out) -> {
            asked.append(read(in));
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            Courier courier = courier(true, SSLContext.getDefault(), URI.create("http://127.0.0.1:" + proxy.port()));
            assertThat(courier.post(parcel("http://receiver.example/hook"))).isInstanceOf(Reply.Answered.class);
            assertThat(asked).startsWith("POST http://receiver.example/hook HTTP/1.1");
            courier.close();
        }
    }

    @Test
    void a_tunnel_through_the_proxy_ends_at_the_receiver_itself() throws Exception {
        StringBuilder asked = new StringBuilder();
        try (TlsReceiver receiver = new TlsReceiver(NAME, HttpVersionPolicy.NEGOTIATE, directory);
                RudeReceiver proxy = tunneling(asked, receiver.port())) {
            Courier courier = courier(true, receiver.trust(), URI.create("http://127.0.0.1:" + proxy.port()));
            for (int i = 0; i < 2; i++) {
                assertThat(courier.post(parcel("https://" + NAME + "/hook"))).isInstanceOf(Reply.Answered.class);
            }
            assertThat(asked).startsWith("CONNECT " + NAME + ":443 HTTP/1.1").doesNotContain("/hook");
            assertThat(receiver.versions()).hasSize(2);
            assertThat(proxy.connections()).isEqualTo(1);
            courier.close();
        }
    }

    @Test
    void a_tunnel_that_ends_at_somebody_else_is_refused() throws Exception {
        try (TlsReceiver other = new TlsReceiver("other.example", HttpVersionPolicy.NEGOTIATE, directory);
                RudeReceiver proxy = tunneling(new StringBuilder(), other.port())) {
            Courier courier = courier(true, other.trust(), URI.create("http://127.0.0.1:" + proxy.port()));
            assertThat(trouble(courier.post(parcel("https://" + NAME + "/hook"))))
                    .isEqualTo(Trouble.TLS_FAILED);
            assertThat(other.versions()).isEmpty();
            courier.close();
        }
    }

    @Test
    void a_tunnel_that_the_proxy_refuses_is_no_answer_of_the_receivers() throws Exception {
        try (RudeReceiver proxy = new RudeReceiver((in, out) -> {
            head(in);
            write(out, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
        })) {
            Courier courier = courier(true, SSLContext.getDefault(), URI.create("http://127.0.0.1:" + proxy.port()));
            assertThat(trouble(courier.post(parcel("https://" + NAME + "/hook"))))
                    .isEqualTo(Trouble.PROXY_REFUSED);
            courier.close();
        }
    }

    @Test
    void a_name_that_only_the_proxy_knows_is_left_to_it() throws Exception {
        StringBuilder asked = new StringBuilder();
        try (TlsReceiver receiver = new TlsReceiver(NAME, HttpVersionPolicy.NEGOTIATE, directory);
                RudeReceiver proxy = tunneling(asked, receiver.port())) {
            Courier courier = courier(
                    host -> {
                        throw new UnknownHostException(host);
                    },
                    false,
                    receiver.trust(),
                    URI.create("http://127.0.0.1:" + proxy.port()));
            assertThat(courier.post(parcel("https://" + NAME + "/hook"))).isInstanceOf(Reply.Answered.class);
            courier.close();
        }
    }

    @Test
    void a_private_address_does_not_reach_the_proxy() throws IOException, GeneralSecurityException {
        try (RudeReceiver proxy = new RudeReceiver((in, out) -> write(out, "HTTP/1.1 200 OK\r\n\r\n"))) {
            Courier courier = courier(false, SSLContext.getDefault(), URI.create("http://127.0.0.1:" + proxy.port()));
            assertThat(trouble(courier.post(parcel("https://receiver.example/"))))
                    .isEqualTo(Trouble.ADDRESS_NOT_ALLOWED);
            assertThat(proxy.connections()).isZero();
            courier.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "20-10", "https", "1-", ""})
    void ports_that_are_none_are_refused(String text) {
        assertThatThrownBy(() -> Ports.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_usual_port_of_a_scheme_counts() {
        assertThat(USUAL.allow(URI.create("https://receiver.example"))).isTrue();
        assertThat(USUAL.allow(URI.create("https://receiver.example:8443"))).isTrue();
        assertThat(USUAL.allow(URI.create("https://receiver.example:22"))).isFalse();
        assertThat(USUAL.allow(URI.create("http://receiver.example"))).isFalse();
    }

    private static Reply post(TlsReceiver receiver, String name, SSLContext trust)
            throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
        Courier courier = courier(true, trust, null);
        try {
            return courier.post(parcel("https://" + name + ":" + receiver.port() + "/hook"));
        } finally {
            courier.close();
        }
    }

    private static Courier courier(boolean local, SSLContext trust, @Nullable URI proxy) {
        return courier(
                host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})},
                local,
                trust,
                proxy);
    }

    private static Courier courier(Names names, boolean local, SSLContext trust, @Nullable URI proxy) {
        return new Courier(
                new WayOut(new GuardedNames(names, new AddressFilter(local)), USUAL, local, proxy), trust, LIMIT, 8);
    }

    private static RudeReceiver tunneling(StringBuilder asked, int port) throws IOException {
        return new RudeReceiver((in, out) -> {
            asked.append(head(in));
            write(out, "HTTP/1.1 200 Connected\r\n\r\n");
            tunnel(in, out, port);
        });
    }

    private static Trouble trouble(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Unanswered.class);
        return ((Reply.Unanswered) reply).trouble();
    }

    private static Parcel parcel(String url) {
        return new Parcel(URI.create(url), Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
    }
}
