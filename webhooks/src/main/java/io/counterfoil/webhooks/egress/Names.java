package io.counterfoil.webhooks.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where host names are looked up. */
@FunctionalInterface
interface Names {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
