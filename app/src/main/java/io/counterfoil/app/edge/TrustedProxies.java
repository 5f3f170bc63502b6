package io.counterfoil.app.edge;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.network.Network;
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
     * From where a request comes.
     *
     * @param address the client's, or the one nearest to it that can be read
     * @param certain whether it is the client's: where it isn't, the client has chosen to have it so
     * @param tls whether the whole way was by TLS, as far as proxies tell
     */
    record Client(InetAddress address, boolean certain, boolean tls) {

        String text() {
            return address.getHostAddress();
        }
    }

    /** By the connection, and by what our proxies tell where it is one of theirs. */
    Client client(HttpServletRequest request) {
        InetAddress peer = Network.address(request.getRemoteAddr()).orElseGet(InetAddress::getLoopbackAddress);
        if (trusted.isEmpty() || !isProxy(peer)) {
            return new Client(peer, true, true);
        }
        List<String> forwarded = lines(request, "Forwarded");
        boolean tls = !ForwardedHeaders.saysHttp(lines(request, "X-Forwarded-Proto"), forwarded);
        List<String> addresses = ForwardedHeaders.xForwardedFor(lines(request, "X-Forwarded-For"));
        List<String> elements = ForwardedHeaders.forwardedFor(forwarded);
        if (addresses.isEmpty() || elements.isEmpty()) {
            return client(peer, addresses.isEmpty() ? elements : addresses, tls);
        }
        // A proxy writes one of them; the other one came from the client. Where they disagree, neither is believed.
        Client client = client(peer, addresses, tls);
        return client.equals(client(peer, elements, tls)) ? client : new Client(peer, false, tls);
    }

    private Client client(InetAddress peer, List<String> chain, boolean tls) {
        InetAddress nearest = peer;
        for (int at = chain.size() - 1; at >= 0; at--) {
            Optional<InetAddress> hop = Network.address(chain.get(at));
            if (hop.isEmpty()) {
                return new Client(nearest, false, tls);
            }
            nearest = hop.get();
            if (!isProxy(nearest)) {
                break;
            }
        }
        return new Client(nearest, true, tls);
    }

    private boolean isProxy(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static List<String> lines(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
