package io.counterfoil.webhooks.egress;

import io.counterfoil.domain.configuration.ConfigurationSource;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * The way that requests take: straight to addresses that were judged, or through a proxy. A proxy looks names up by itself,
 * so the look-up here can only refuse what is plainly private; the rest is the proxy's to refuse.
 *
 * @param proxy none where the way is direct
 */
record WayOut(
        GuardedNames guarded,
        Ports ports,
        boolean localAllowed,
        @Nullable URI proxy) {

    static WayOut of(ConfigurationSource configuration) {
        boolean local = EgressSettings.localAllowed(configuration);
        return new WayOut(
                new GuardedNames(InetAddress::getAllByName, new AddressFilter(local)),
                EgressSettings.PORTS.in(configuration),
                local,
                EgressSettings.PROXY.find(configuration).orElse(null));
    }

    /** Where what is dialled is looked up. */
    DnsResolver names() {
        return proxy == null ? guarded : SystemDefaultDnsResolver.INSTANCE;
    }

    /**
     * Judges a URL before anything is dialled. A name that leads nowhere from here may be known to the proxy.
     *
     * @throws GuardedNames.AddressNotAllowed when its port is not one of the allowed, or what its name leads to
     */
    void judge(URI url) throws GuardedNames.AddressNotAllowed {
        if (!ports.allow(url) && !localAllowed) {
            throw new GuardedNames.AddressNotAllowed();
        }
        if (proxy != null) {
            try {
                guarded.resolve(url.getHost());
            } catch (GuardedNames.AddressNotAllowed plainlyPrivate) {
                throw plainlyPrivate;
            } catch (UnknownHostException unknownHere) {
                // the proxy's to look up
            }
        }
    }

    /** Whether an answer is not the receiver's but the proxy's, which opened no tunnel: it came in the clear. */
    boolean refused(URI url, HttpClientContext context) {
        return proxy != null && "https".equalsIgnoreCase(url.getScheme()) && context.getSSLSession() == null;
    }
}
