package io.counterfoil.webhooks.egress;

import static io.counterfoil.webhooks.egress.RudeReceiver.read;
import static io.counterfoil.webhooks.egress.RudeReceiver.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.counterfoil.webhooks.egress.Reply.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every rude thing that a receiver can do, done by real sockets. */
@Timeout(30)
class CourierTest {

    private static final Duration LIMIT = Duration.ofMillis(1500);
    private static final int BOMB = 64 * 1024 * 1024;
    private static final Ports ANY_PORT = Ports.parse("1-65535");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final CountDownLatch end = new CountDownLatch(1);
    private Courier courier;

    @BeforeEach
    void open() throws NoSuchAlgorithmException {
        courier = courier(InetAddress::getAllByName, true);
    }

    @AfterEach
    void close() {
        end.countDown();
        courier.close();
    }

    @Test
    void brings_back_status_body_and_address() throws IOException {
        Reply.Answered answered = answered((in, out) -> {
            read(in);
            write(out, "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy");
        });
        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.body()).asString().isEqualTo("busy");
        assertThat(answered.retryAfter()).contains("7");
        assertThat(answered.address()).contains("127.0.0.1");
    }

    @Test
    void does_not_follow_a_redirect() throws IOException {
        AtomicInteger lured = new AtomicInteger();
        try (RudeReceiver lure = new RudeReceiver((in, out) -> lured.incrementAndGet())) {
            Reply.Answered answered = answered((in, out) -> {
                read(in);
                write(
                        out,
                        "HTTP/1.1 307 Over there\r\nLocation: http://127.0.0.1:" + lure.port()
                                + "/\r\nContent-Length: 0\r\n\r\n");
            });
            assertThat(answered.status()).isEqualTo(307);
            assertThat(lured).hasValue(0);
        }
    }

    @Test
    void reads_no_more_of_a_body_than_is_kept() throws IOException {
        Reply.Answered answered = answered((in, out) -> {
            read(in);
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                write(out, "400\r\n" + "x".repeat(0x400) + "\r\n");
            }
        });
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.body()).hasSize(Courier.LONGEST_BODY);
        assertThat(answered.took()).isLessThan(LIMIT);
    }

    @Test
    void unpacks_nothing() throws IOException {
        byte[] packed = {31, (byte) 139, 8, 0, 1, 2, 3};
        Reply.Answered answered = answered((in, out) -> {
            read(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n");
            out.write(packed);
        });
        assertThat(answered.body()).isEqualTo(packed);
    }

    @Test
    void keeps_the_beginning_of_a_bomb_as_it_came() throws IOException {
        byte[] bomb = bomb();
        assertThat(bomb).as("of %s bytes", BOMB).hasSizeBetween(2 * Courier.LONGEST_BODY, 128 * 1024);
        long before = allocated();

        Reply.Answered answered = answered((in, out) -> {
            read(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            out.write(bomb);
        });

        assertThat(allocated() - before).as("bytes of memory").isLessThan(BOMB / 8);
        assertThat(answered.body()).isEqualTo(Arrays.copyOf(bomb, Courier.LONGEST_BODY));
    }

    /** Zeros in a thousandth of their size. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < BOMB / zeros.length; i++) {
                packing.write(zeros);
            }
        }
        return packed.toByteArray();
    }

    /** By all threads that live, since they began. */
    private static long allocated() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    @Test
    void gives_up_on_silence_before_the_headers() throws IOException {
        assertThat(trouble((in, out) -> end.await())).isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_sooner_where_it_is_told_to_and_never_later() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> end.await())) {
            Parcel parcel = parcel("http://127.0.0.1:" + receiver.port());
            Reply soon = courier.post(parcel, Duration.ofMillis(200));
            assertThat(unanswered(soon)).isEqualTo(Trouble.TIMEOUT);
            assertThat(soon.took()).isBetween(Duration.ofMillis(200), LIMIT.minusMillis(300));
            assertThat(courier.post(parcel, Duration.ofMinutes(1)).took()).isLessThan(LIMIT.plusSeconds(2));
        }
    }

    @Test
    void gives_up_on_silence_after_half_of_the_headers() throws IOException {
        assertThat(trouble((in, out) -> {
                    read(in);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Le");
                    end.await();
                }))
                .isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_on_silence_after_half_of_the_body() throws IOException {
        assertThat(trouble((in, out) -> {
                    read(in);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    end.await();
                }))
                .isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_on_silence_inside_a_chunk() throws IOException {
        assertThat(trouble((in, out) -> {
                    read(in);
                    write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nhalf");
                    end.await();
                }))
                .isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_on_headers_that_never_end() throws IOException {
        assertThat(trouble((in, out) -> drip(out, "HTTP/1.1 200 OK\r\nX-A: 1\r\n", "X")))
                .isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_on_a_body_that_comes_byte_by_byte() throws IOException {
        assertThat(trouble((in, out) -> drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", "x")))
                .isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_on_endless_interim_answers() throws IOException {
        assertThat(trouble((in, out) -> drip(out, "", "HTTP/1.1 103 Early Hints\r\n\r\n")))
                .isEqualTo(Trouble.TIMEOUT);
    }

    @Test
    void gives_up_on_a_connection_that_nobody_takes() throws IOException {
        List<Socket> full = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // the system itself takes so many, and answers no more
            for (int i = 0; i < 3; i++) {
                Socket waiting = new Socket();
                full.add(waiting);
                tryToConnect(waiting, deaf.getLocalSocketAddress());
            }
            Reply reply = courier.post(parcel("http://127.0.0.1:" + deaf.getLocalPort()));
            assertThat(unanswered(reply)).isEqualTo(Trouble.TIMEOUT);
            assertThat(reply.took()).isLessThan(LIMIT.plusSeconds(2));
        } finally {
            for (Socket waiting : full) {
                waiting.close();
            }
        }
    }

    @Test
    void notices_a_connection_that_closes_in_the_tls_handshake() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> in.read())) {
            assertThat(unanswered(courier.post(parcel("https://127.0.0.1:" + receiver.port()))))
                    .isIn(Trouble.TLS_FAILED, Trouble.CONNECTION_CLOSED);
        }
    }

    @Test
    void gives_up_on_a_silent_tls_handshake() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> end.await())) {
            assertThat(unanswered(courier.post(parcel("https://127.0.0.1:" + receiver.port()))))
                    .isEqualTo(Trouble.TIMEOUT);
        }
    }

    @Test
    void calls_garbage_what_it_is() throws IOException {
        assertThat(trouble((in, out) -> {
                    read(in);
                    write(out, "220 mail.example ESMTP\r\n".repeat(2000));
                }))
                .isIn(Trouble.PROTOCOL_ERROR, Trouble.CONNECTION_CLOSED);
    }

    @Test
    void notices_a_connection_that_closes_at_once() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> {})) {
            assertThat(unanswered(courier.post(parcel("http://127.0.0.1:" + receiver.port()))))
                    .isEqualTo(Trouble.CONNECTION_CLOSED);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void notices_a_connection_that_closes_after_the_request() throws IOException {
        assertThat(trouble((in, out) -> read(in))).isEqualTo(Trouble.CONNECTION_CLOSED);
    }

    @Test
    void notices_a_connection_that_closes_in_the_headers() throws IOException {
        assertThat(trouble((in, out) -> {
                    read(in);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Le");
                }))
                .as("half a line is no header either")
                .isIn(Trouble.CONNECTION_CLOSED, Trouble.PROTOCOL_ERROR);
    }

    @Test
    void notices_a_connection_that_closes_in_the_body() throws IOException {
        assertThat(trouble((in, out) -> {
                    read(in);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                }))
                .isEqualTo(Trouble.CONNECTION_CLOSED);
    }

    @Test
    void uses_a_connection_again() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> {
            while (true) {
                read(in);
                write(out, OK);
            }
        })) {
            for (int i = 0; i < 5; i++) {
                courier.post(parcel("http://127.0.0.1:" + receiver.port()));
            }
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_kept_connection_that_went_stale_is_no_failure() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> {
            read(in);
            write(out, OK);
        })) {
            for (int i = 0; i < 5; i++) {
                Reply reply = courier.post(parcel("http://127.0.0.1:" + receiver.port()));
                assertThat(reply).isInstanceOf(Reply.Answered.class);
            }
        }
    }

    @Test
    void does_not_trust_a_stranger_in_plain_clothes() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> write(out, OK))) {
            assertThat(unanswered(courier.post(parcel("https://127.0.0.1:" + receiver.port()))))
                    .isEqualTo(Trouble.TLS_FAILED);
        }
    }

    @Test
    void tells_a_closed_port_from_an_unknown_name() throws IOException {
        RudeReceiver receiver = new RudeReceiver((in, out) -> {});
        receiver.close();
        assertThat(unanswered(courier.post(parcel("http://127.0.0.1:" + receiver.port()))))
                .isEqualTo(Trouble.CONNECTION_REFUSED);
        assertThat(unanswered(courier.post(parcel("https://no-such-host.invalid"))))
                .isEqualTo(Trouble.NAME_NOT_RESOLVED);
    }

    @Test
    void dials_no_private_address_however_it_is_written() throws IOException, NoSuchAlgorithmException {
        AtomicInteger reached = new AtomicInteger();
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> reached.incrementAndGet())) {
            Courier strict = courier(InetAddress::getAllByName, false);
            for (String host : new String[] {
                "127.0.0.1",
                "2130706433",
                "127.1",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "017700000001",
                "127.0.0.1.",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[::7f00:1]",
                "0.0.0.0"
            }) {
                assertThat(unanswered(strict.post(parcel("http://" + host + ":" + receiver.port()))))
                        .as(host)
                        .isEqualTo(Trouble.ADDRESS_NOT_ALLOWED);
            }
            strict.close();
            assertThat(reached).hasValue(0);
        }
    }

    @Test
    void asks_once_where_a_name_leads_and_dials_what_was_judged() throws IOException, NoSuchAlgorithmException {
        AtomicInteger asked = new AtomicInteger();
        // may be dialled here; what a second look-up would bring may not
        Names rebinding = host -> address(asked.incrementAndGet() == 1 ? 127 : 10);
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> {
            read(in);
            write(out, OK);
        })) {
            Courier once = courier(rebinding, true);
            Parcel parcel = parcel("http://rebind.example:" + receiver.port());
            Reply first = once.post(parcel);
            assertThat(first).isInstanceOf(Reply.Answered.class);
            assertThat(first.address()).contains("127.0.0.1");
            assertThat(asked).hasValue(1);
            assertThat(unanswered(once.post(parcel))).isEqualTo(Trouble.ADDRESS_NOT_ALLOWED);
            assertThat(receiver.connections()).isEqualTo(1);
            once.close();
        }
    }

    @Test
    void what_was_refused_is_not_asked_for_again() throws IOException, NoSuchAlgorithmException {
        AtomicInteger asked = new AtomicInteger();
        Names rebinding = host -> address(asked.incrementAndGet() == 1 ? 10 : 127);
        try (RudeReceiver receiver = new RudeReceiver((in, out) -> write(out, OK))) {
            Courier once = courier(rebinding, true);
            assertThat(unanswered(once.post(parcel("http://rebind.example:" + receiver.port()))))
                    .isEqualTo(Trouble.ADDRESS_NOT_ALLOWED);
            assertThat(asked).hasValue(1);
            assertThat(receiver.connections()).isZero();
            once.close();
        }
    }

    private static InetAddress[] address(int first) throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByAddress("rebind.example", new byte[] {(byte) first, 0, 0, 1})};
    }

    private static void tryToConnect(Socket socket, SocketAddress address) throws IOException {
        try {
            socket.connect(address, 100);
        } catch (SocketTimeoutException alreadyFull) {
            // as it is meant to be
        }
    }

    private Courier courier(Names names, boolean local) throws NoSuchAlgorithmException {
        GuardedNames guarded = new GuardedNames(names, new AddressFilter(local));
        return new Courier(new WayOut(guarded, ANY_PORT, local, null), SSLContext.getDefault(), LIMIT, 8);
    }

    private Reply.Answered answered(RudeReceiver.Manners manners) throws IOException {
        try (RudeReceiver receiver = new RudeReceiver(manners)) {
            return (Reply.Answered) courier.post(parcel("http://127.0.0.1:" + receiver.port()));
        }
    }

    private Trouble trouble(RudeReceiver.Manners manners) throws IOException {
        try (RudeReceiver receiver = new RudeReceiver(manners)) {
            Reply reply = courier.post(parcel("http://127.0.0.1:" + receiver.port()));
            assertThat(reply.took()).isLessThan(LIMIT.plusSeconds(2));
            return unanswered(reply);
        }
    }

    private static Trouble unanswered(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Unanswered.class);
        return ((Reply.Unanswered) reply).trouble();
    }

    private void drip(OutputStream out, String first, String drop) throws IOException, InterruptedException {
        write(out, first);
        while (!end.await(100, TimeUnit.MILLISECONDS)) {
            write(out, drop);
        }
    }

    private static Parcel parcel(String url) {
        return new Parcel(URI.create(url), Map.of("webhook-id", "evt_1"), "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }
}
