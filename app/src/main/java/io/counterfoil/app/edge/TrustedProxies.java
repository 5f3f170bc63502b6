package io.counterfoil.app.edge;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.network.Network;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds out from where a request comes. What {@code X-Forwarded-For} and {@code Forwarded} (RFC 7239) say counts only where a
 * proxy says it that is configured: of the chain of addresses the right-most one that is no proxy of ours. Everything to its
 * left may be made up.
 */
@Singleton
final class TrustedProxies {

    private final List<Network> trusted;

    @Inject
    TrustedProxies(ConfigurationSource configuration) {
        this(ServerSettings.PROXIES.find(configuration).orElse(List.of()));
    }

    TrustedProxies(List<Network> trusted) {
        this.trusted = trusted;
    }

    /**
     * The client's address.
     *
     * @throws Problem 403 when the client came to the proxy without TLS
     */
    InetAddress client(HttpServletRequest request) {
        InetAddress peer = Network.address(request.getRemoteAddr()).orElseGet(InetAddress::getLoopbackAddress);
        if (trusted.isEmpty() || !isProxy(peer)) {
            return peer;
        }
        List<String> forwarded = lines(request, "Forwarded");
        demandTls(lines(request, "X-Forwarded-Proto"), forwarded);
        List<String> addresses = ForwardedHeaders.xForwardedFor(lines(request, "X-Forwarded-For"));
        List<String> elements = ForwardedHeaders.forwardedFor(forwarded);
        if (addresses.isEmpty() || elements.isEmpty()) {
            return client(peer, addresses.isEmpty() ? elements : addresses);
        }
        // A proxy writes one of them; the other one came from the client. Where they disagree, neither is believed.
        InetAddress client = client(peer, addresses);
        return client.equals(client(peer, elements)) ? client : peer;
    }

    private InetAddress client(InetAddress peer, List<String> chain) {
        InetAddress nearest = peer;
        for (int at = chain.size() - 1; at >= 0; at--) {
            Optional<InetAddress> hop = Network.address(chain.get(at));
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
            if (!isProxy(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private static void demandTls(List<String> xForwardedProto, List<String> forwarded) {
        if (ForwardedHeaders.saysHttp(xForwardedProto, forwarded)) {
            throw Problem.httpsRequired();
        }
    }

    private boolean isProxy(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static List<String> lines(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
