package io.counterfoil.webhooks.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ListenerEndpoint;

/** A receiver with a certificate for one name, which speaks HTTP/2 and HTTP/1.1. */
final class TlsReceiver implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Map<String, KeyStore> CERTIFICATES = new HashMap<>();

    private final HttpAsyncServer server;
    private final int port;
    private final SSLContext trust;
    private final List<ProtocolVersion> versions = new CopyOnWriteArrayList<>();
    private volatile String answer = "taken";

    TlsReceiver(String name, HttpVersionPolicy policy, Path directory)
            throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
        KeyStore store = certificate(name, directory);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, trusted.getTrustManagers(), null);
        server = H2ServerBootstrap.bootstrap()
                .setCanonicalHostName(name)
                .setVersionPolicy(policy)
                .setTlsStrategy(new H2ServerTlsStrategy(context))
                .register("*", new Taking())
                .create();
        server.start();
        ListenerEndpoint endpoint = server.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), URIScheme.HTTPS)
                .get();
        port = ((InetSocketAddress) endpoint.getAddress()).getPort();
    }

    TlsReceiver answering(String body) {
        answer = body;
        return this;
    }

    int port() {
        return port;
    }

    /** Trusts its certificate and no other. */
    SSLContext trust() {
        return trust;
    }

    /** What each request came by. */
    List<ProtocolVersion> versions() {
        return versions;
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }

    private final class Taking implements AsyncServerRequestHandler<Message<HttpRequest, String>> {

        @Override
        public AsyncRequestConsumer<Message<HttpRequest, String>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(new StringAsyncEntityConsumer());
        }

        @Override
        public void handle(Message<HttpRequest, String> message, ResponseTrigger trigger, HttpContext context)
                throws org.apache.hc.core5.http.HttpException, IOException {
            versions.add(context.getProtocolVersion());
            trigger.submitResponse(
                    AsyncResponseBuilder.create(200).setEntity(answer).build(), context);
        }
    }

    /** Made once for each name: that takes longer than most tests. */
    private static synchronized KeyStore certificate(String name, Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore made = CERTIFICATES.get(name);
        if (made == null) {
            made = newCertificate(name, directory.resolve(name + ".p12"));
            CERTIFICATES.put(name, made);
        }
        return made;
    }

    private static KeyStore newCertificate(String name, Path file)
            throws IOException, GeneralSecurityException, InterruptedException {
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-alias",
                        "receiver",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        // a trust store holds certificates
        store.setCertificateEntry("trusted", store.getCertificate("receiver"));
        return store;
    }
}
