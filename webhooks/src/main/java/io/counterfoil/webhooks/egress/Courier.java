package io.counterfoil.webhooks.egress;

import io.counterfoil.domain.configuration.ConfigurationSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.io.CloseMode;

/**
 * Posts to the outside and waits for the answer on the caller's thread, where the name is looked up too. One time limit
 * covers the whole exchange: connection, TLS, headers and body. The look-up before it counts, but is not
 * broken off: it takes as long as the system's resolver lets it. No redirect is followed, nothing is unpacked, and of the
 * answer's body no more is read than is kept.
 */
@Singleton
public final class Courier {

    /** How much of an answer's body is kept. */
    public static final int LONGEST_BODY = 16 * 1024;

    private static final ContentType JSON = ContentType.create("application/json");

    private final CloseableHttpAsyncClient client;
    private final WayOut way;
    private final Duration limit;

    @Inject
    public Courier(ConfigurationSource configuration) throws NoSuchAlgorithmException {
        this(
                WayOut.of(configuration),
                SSLContext.getDefault(),
                EgressSettings.TIMEOUT.in(configuration),
                EgressSettings.CONCURRENCY.in(configuration));
    }

    Courier(WayOut way, SSLContext trust, Duration limit, int connections) {
        this.client = Connections.client(way.names(), trust, limit, connections, way.proxy());
        this.way = way;
        this.limit = limit;
    }

    /** Sends and waits for the answer, as long as the server's own limit allows. */
    public Reply post(Parcel parcel) {
        return post(parcel, limit);
    }

    /** Sends and waits for the answer, so long, but never longer than the server's own limit. */
    public Reply post(Parcel parcel, Duration patience) {
        Duration most = patience.compareTo(limit) < 0 ? patience : limit;
        long start = System.nanoTime();
        HttpClientContext context = HttpClientContext.create();
        CompletableFuture<KeptAnswer> whole = new CompletableFuture<>();
        Optional<Future<KeptAnswer>> exchange = Optional.empty();
        try {
            way.judge(parcel.url());
            exchange = Optional.of(begin(parcel, whole, context));
            KeptAnswer answer = whole.get(most.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
            if (way.refused(parcel.url(), context)) {
                return new Reply.Unanswered(Reply.Trouble.PROXY_REFUSED, since(start), address(context));
            }
            return new Reply.Answered(
                    answer.status(),
                    answer.body(),
                    Optional.ofNullable(answer.header("Retry-After")),
                    since(start),
                    address(context));
        } catch (TimeoutException late) {
            return new Reply.Unanswered(Reply.Trouble.TIMEOUT, since(start), address(context));
        } catch (ExecutionException failed) {
            return new Reply.Unanswered(
                    trouble(Objects.requireNonNullElse(failed.getCause(), failed)), since(start), address(context));
        } catch (IOException | CancellationException failure) {
            return new Reply.Unanswered(trouble(failure), since(start), address(context));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Reply.Unanswered(Reply.Trouble.CONNECTION_CLOSED, since(start), address(context));
        } finally {
            // the answer is known, or no longer waited for: what is still coming goes with its connection
            exchange.filter(running -> !running.isDone()).ifPresent(running -> running.cancel(true));
        }
    }

    @PreDestroy
    void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private Future<KeptAnswer> begin(Parcel parcel, CompletableFuture<KeptAnswer> whole, HttpClientContext context) {
        AsyncRequestBuilder request = AsyncRequestBuilder.post(parcel.url()).setEntity(parcel.body(), JSON);
        parcel.headers().forEach(request::setHeader);
        return client.execute(request.build(), new KeptAnswer(whole), context, new FutureCallback<>() {
            @Override
            public void completed(KeptAnswer answer) {
                // it says so itself, once the connection is free
            }

            @Override
            public void failed(Exception failure) {
                whole.completeExceptionally(failure);
            }

            @Override
            public void cancelled() {
                whole.cancel(false);
            }
        });
    }

    private static Reply.Trouble trouble(Throwable failure) {
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
        return failure instanceof HttpException
                        || failure instanceof MessageConstraintException
                        || failure.getCause() instanceof ParseException
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
