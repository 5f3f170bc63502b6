package io.counterfoil.domain.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries requests to Stripe within a time that holds for the whole exchange: an answer that trickles ends it too. It never
 * tries again by itself.
 */
final class BoundedHttp extends HttpClient {

    private final java.net.http.HttpClient http;
    private final Duration limit;

    BoundedHttp(Duration limit) {
        this.limit = limit;
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .build();
    }

    /** Nobody was there to hear the request. */
    static final class NotConnected extends ApiConnectionException {

        private static final long serialVersionUID = 1;

        NotConnected(Throwable cause) {
            super("no connection", cause);
        }
    }

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(build(request), HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new StripeResponse(
                    response.statusCode(), HttpHeaders.of(response.headers().map()), response.body());
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                throw new NotConnected(cause);
            }
            throw new ApiConnectionException("the exchange broke off", cause);
        } catch (TimeoutException late) {
            exchange.cancel(true);
            throw new ApiConnectionException("no whole answer within " + limit, late);
        } catch (InterruptedException interrupted) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted", interrupted);
        }
    }

    /** Retries are the business of {@link Guard}. */
    @Override
    public StripeResponse requestWithRetries(StripeRequest request) throws StripeException {
        return request(request);
    }

    private static HttpRequest build(StripeRequest request) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(request.url().toString()));
        request.headers().map().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        builder.header("User-Agent", "Counterfoil");
        HttpContent content = request.content();
        if (content == null) {
            return builder.method(request.method().name(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return builder.header("Content-Type", content.contentType())
                .method(request.method().name(), HttpRequest.BodyPublishers.ofByteArray(content.byteArrayContent()))
                .build();
    }
}
