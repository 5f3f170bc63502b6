package io.counterfoil.webhooks.egress;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The HTTP client as it may be let loose on receivers that nobody knows: HTTP/2 where they take it, else HTTP/1.1. */
final class Connections {

    /** A stale connection is everyday business and no news. Held here, or its level would be forgotten. */
    private static final Logger CLIENT_LOG = Logger.getLogger("org.apache.hc");

    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LONGEST_HEADERS = 64 * 1024;

    private Connections() {}

    /**
     * Makes a client.
     *
     * @param limit of each single phase; the courier keeps the one of the whole exchange
     * @param proxy through which everything goes; none where the way out is direct
     */
    static CloseableHttpAsyncClient client(
            DnsResolver names, SSLContext trust, Duration limit, int connections, @Nullable URI proxy) {
        CLIENT_LOG.setLevel(Level.WARNING);
        Timeout timeout = Timeout.of(limit);
        HttpAsyncClientBuilder builder = HttpAsyncClientBuilder.create()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setTlsStrategy(new DefaultClientTlsStrategy(trust))
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                                .setHandshakeTimeout(timeout)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .build())
                        // an exchange that was broken off gives its place back a moment later
                        .setMaxConnTotal(2 * connections)
                        .setMaxConnPerRoute(2 * connections)
                        .build())
                .setHttp1Config(Http1Config.custom()
                        .setMaxHeaderCount(MOST_HEADERS)
                        .setMaxLineLength(LONGEST_LINE)
                        .build())
                .setH2Config(H2Config.custom()
                        .setPushEnabled(false)
                        .setMaxHeaderListSize(LONGEST_HEADERS)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout)
                        .setConnectionRequestTimeout(timeout)
                        .build())
                .setRetryStrategy(new OnceOnAStaleConnection())
                // at the end its selectors close under it
                .setIoReactorExceptionCallback(failure -> CLIENT_LOG.log(Level.FINE, "webhook I/O", failure))
                .setThreadFactory(new DefaultThreadFactory("webhook-io", true))
                .setUserAgent("Counterfoil-Webhooks/1")
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching();
        if (proxy != null) {
            builder.setProxy(HttpHost.create(proxy));
        }
        CloseableHttpAsyncClient client = builder.build();
        client.start();
        return client;
    }

    /**
     * A connection that was kept and that the receiver had closed meanwhile is not the receiver's failure: the request is
     * sent again on a new one. The receiver may have taken the first before it closed without a word; both are one attempt,
     * with the same {@code webhook-id}. Everything else is for the schedule.
     */
    private static final class OnceOnAStaleConnection extends DefaultHttpRequestRetryStrategy {

        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
            HttpClientContext client = HttpClientContext.cast(context);
            boolean kept = client.getEndpointDetails() != null
                    && client.getEndpointDetails().getRequestCount() > 1;
            boolean unanswered = failure instanceof ConnectionClosedException && client.getResponse() == null;
            return count == 1 && (failure instanceof RequestNotExecutedException || (kept && unanswered));
        }

        @Override
        public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
            return false;
        }
    }
}
