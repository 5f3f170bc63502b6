package io.counterfoil.domain.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.rest.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an HTTP server that stands in for GitHub. */
class GithubKeysTest {

    private final KeyPair pair;
    private final List<String> asked = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer github;
    private GithubKeys keys;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private boolean silent;
    private volatile boolean dripping;
    private String identifier = "first";

    GithubKeysTest() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pair = generator.generateKeyPair();
    }

    @BeforeEach
    void start() throws IOException {
        github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        github.createContext("/", this::answer);
        github.setExecutor(threads);
        github.start();
        String url = "http://127.0.0.1:" + github.getAddress().getPort() + "/keys";
        keys = new GithubKeys(
                name -> Optional.of(url).filter(any -> name.equals("counterfoil.leaks.github.keys.url")),
                () -> now,
                new Sightings(new DirectTransactions(null), () -> now),
                Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        over.countDown();
        github.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
        asked.add(String.valueOf(tag));
        String current = "\"" + identifier + "\"";
        byte[] body = new byte[0];
        int status = silent ? 500 : current.equals(tag) ? 304 : 200;
        if (status == 200) {
            String pem = "-----BEGIN PUBLIC KEY-----\\n"
                    + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                    + "\\n-----END PUBLIC KEY-----\\n";
            body = """
                {"public_keys":[{"key_identifier":"%s","key":"%s","is_current":true,"more":1}]}\
                """.formatted(identifier, pem).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", current);
        }
        if (dripping) {
            drip(exchange);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A space now and then, for longer than anybody waits: each is an answer to whoever waits for the next byte only. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < 400 && !over.await(50, TimeUnit.MILLISECONDS); i++) {
                body.write(' ');
                body.flush();
            }
        } catch (IOException | InterruptedException gone) {
            hungUp.countDown();
        }
    }

    @Test
    void are_asked_for_once_an_hour_and_then_by_their_tag() {
        assertThat(keys.find("first")).contains(pair.getPublic());
        now = now.plus(Duration.ofMinutes(59));
        keys.find("first");
        assertThat(asked).containsExactly("null");

        now = now.plus(Duration.ofMinutes(2));
        assertThat(keys.find("first")).contains(pair.getPublic());
        assertThat(asked).containsExactly("null", "\"first\"");
    }

    @Test
    void a_new_key_is_found_at_once_but_made_up_ones_cost_two_questions_a_minute() {
        keys.find("first");
        identifier = "second";
        now = now.plusSeconds(31);
        assertThat(keys.find("second")).isPresent();

        for (int i = 0; i < 100; i++) {
            assertThat(keys.find("made up " + i)).isEmpty();
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void hold_while_github_is_silent() {
        keys.find("first");
        silent = true;
        now = now.plus(Duration.ofHours(5));

        assertThat(keys.find("first")).contains(pair.getPublic());
    }

    @Test
    void hold_while_an_answer_only_drips_in_and_nobody_waits_for_its_end() throws InterruptedException {
        keys.find("first");
        dripping = true;
        now = now.plus(Duration.ofHours(5));
        long began = System.nanoTime();

        assertThat(keys.find("first")).contains(pair.getPublic());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(hungUp.await(10, TimeUnit.SECONDS))
                .as("the connection is given up")
                .isTrue();
    }

    @Test
    void before_the_first_answer_the_report_is_to_be_sent_again() {
        silent = true;

        assertThatThrownBy(() -> keys.find("first"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }
}
