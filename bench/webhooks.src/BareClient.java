package io.counterfoil.bench.webhooks;

import io.counterfoil.bench.Load;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** The limit: the same client library, posting and nothing else. Prints posts a second. */
final class BareClient {

    private BareClient() {}

    public static void main(String... arguments) throws Exception {
        String url = arguments[0];
        int connections = Integer.parseInt(arguments[1]);
        String body = arguments[2];
        try (CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .build()) {
            Load.Work post = worker -> {
                HttpPost request = new HttpPost(url);
                request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
                client.execute(request, response -> {
                    EntityUtils.consume(response.getEntity());
                    return response.getCode();
                });
            };
            Load.closed(connections, Duration.ofSeconds(3), post);
            System.out.println(Load.closed(connections, Duration.ofSeconds(5), post).perSecond());
        }
    }
}
