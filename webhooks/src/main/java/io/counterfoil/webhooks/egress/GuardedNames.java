package io.counterfoil.webhooks.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up once for each connection and gives only what may be dialled: the connection goes to the very addresses
 * that were judged, so that a second look-up can't bring another answer. Literal addresses come this way too.
 */
final class GuardedNames implements DnsResolver {

    private final Names names;
    private final AddressFilter filter;

    GuardedNames(Names names, AddressFilter filter) {
        this.names = names;
        this.filter = filter;
    }

    /** The host has addresses, and none of them may be dialled. */
    static final class AddressNotAllowed extends UnknownHostException {

        private static final long serialVersionUID = 1;

        AddressNotAllowed() {
            super("address not allowed");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found =
                NumericHost.is(host) ? new InetAddress[] {NumericHost.address(host)} : names.resolve(host);
        InetAddress[] allowed = Arrays.stream(found).filter(filter::allows).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new AddressNotAllowed();
        }
        return allowed;
    }

    /** Not asked for: no request goes to another name than the one in its URL. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
