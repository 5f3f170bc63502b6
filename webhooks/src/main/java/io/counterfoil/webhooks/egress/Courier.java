package io.counterfoil.webhooks.egress;

import io.counterfoil.domain.configuration.ConfigurationSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;

/**
 * Posts to the outside, blocking. One time limit covers the whole exchange: name, connection, TLS, headers and body. No
 * redirect is followed, nothing is unpacked, and of the answer's body no more is read than is kept.
 */
@Singleton
public final class Courier {

    /** How much of an answer's body is kept. */
    public static final int LONGEST_BODY = 16 * 1024;

    private static final ContentType JSON = ContentType.create("application/json");

    private final CloseableHttpClient client;
    private final Duration limit;
    private final Set<Exchange> running = ConcurrentHashMap.newKeySet();

    @Inject
    public Courier(ConfigurationSource configuration) throws NoSuchAlgorithmException {
        this(
                new GuardedNames(
                        InetAddress::getAllByName, new AddressFilter(EgressSettings.localAllowed(configuration))),
                SSLContext.getDefault(),
                EgressSettings.TIMEOUT.in(configuration),
                EgressSettings.CONCURRENCY.in(configuration));
    }

    Courier(GuardedNames names, SSLContext trust, Duration limit, int connections) {
        this.client = Connections.client(names, trust, limit, connections);
        this.limit = limit;
    }

    /** One request on its way; whoever finds it late breaks it off. */
    private record Exchange(HttpPost request, long deadline) {

        boolean late() {
            return System.nanoTime() - deadline >= 0;
        }
    }

    /** Sends and waits for the answer. */
    public Reply post(Parcel parcel) {
        long start = System.nanoTime();
        HttpPost request = new HttpPost(parcel.url());
        parcel.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(parcel.body(), JSON));
        Exchange exchange = new Exchange(request, start + limit.toNanos());
        HttpClientContext context = HttpClientContext.create();
        running.add(exchange);
        try {
            return answer(exchange, context, start);
        } catch (IOException | HttpException | RuntimeException failure) {
            Reply.Trouble trouble = exchange.late() ? Reply.Trouble.TIMEOUT : trouble(failure);
            return new Reply.Unanswered(trouble, since(start), address(context));
        } finally {
            running.remove(exchange);
        }
    }

    /** Breaks off what takes too long; to be called several times a second. */
    public void breakOffLate() {
        running.stream()
                .filter(Exchange::late)
                .forEach(exchange -> exchange.request().cancel());
    }

    @PreDestroy
    void close() {
        running.forEach(exchange -> exchange.request().cancel());
        client.close(CloseMode.IMMEDIATE);
    }

    private Reply answer(Exchange exchange, HttpClientContext context, long start) throws IOException, HttpException {
        ClassicHttpResponse response = client.executeOpen(null, exchange.request(), context);
        try {
            byte[] body = body(response, exchange);
            Optional<String> retryAfter =
                    Optional.ofNullable(response.getFirstHeader("Retry-After")).map(Header::getValue);
            return new Reply.Answered(response.getCode(), body, retryAfter, since(start), address(context));
        } finally {
            // the answer is known: how its connection ends no longer matters
            Closer.closeQuietly(response);
        }
    }

    /** An endless body ends here: the connection goes before the client library would read the rest. */
    private static byte[] body(ClassicHttpResponse response, Exchange exchange) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(LONGEST_BODY);
        if (body.length == LONGEST_BODY && content.read() >= 0) {
            exchange.request().cancel();
        }
        return body;
    }

    private static Reply.Trouble trouble(Exception failure) {
        if (failure instanceof GuardedNames.AddressNotAllowed) {
            return Reply.Trouble.ADDRESS_NOT_ALLOWED;
        }
        if (failure instanceof UnknownHostException) {
            return Reply.Trouble.NAME_NOT_RESOLVED;
        }
        if (failure instanceof SocketTimeoutException) {
            return Reply.Trouble.TIMEOUT;
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return Reply.Trouble.CONNECTION_REFUSED;
        }
        if (failure instanceof SSLException) {
            return Reply.Trouble.TLS_FAILED;
        }
        return failure instanceof HttpException || failure.getCause() instanceof ParseException
                ? Reply.Trouble.PROTOCOL_ERROR
                : Reply.Trouble.CONNECTION_CLOSED;
    }

    private static Optional<String> address(HttpClientContext context) {
        return Optional.ofNullable(context.getEndpointDetails())
                .map(details -> details.getRemoteAddress())
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(InetSocketAddress::getAddress)
                .map(InetAddress::getHostAddress);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
