package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.liberty.plainport.PlainPort;
import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where the server listens.
 *
 * @param url how this machine reaches it
 */
record Addresses(String url, String host, int httpsPort, int httpPort) {

    static Addresses from(ConfigurationSource source) {
        Addresses addresses = new Addresses(
                ServerSettings.url(source),
                ServerSettings.HOST.in(source),
                ServerSettings.HTTPS_PORT.in(source),
                ServerSettings.HTTP_PORT.in(source));
        if (addresses.httpsPort == addresses.httpPort) {
            throw new CannotStart("COUNTERFOIL_HTTPS_PORT and COUNTERFOIL_HTTP_PORT are both " + addresses.httpPort);
        }
        return addresses;
    }

    /**
     * Sees that Liberty's port is free, before anything is started.
     *
     * @throws CannotStart that names the setting if it isn't
     */
    void checkHttpsPort() {
        try (ServerSocket socket = new ServerSocket()) {
            // A port that an earlier server's connections still linger on is free; one that is listened on isn't.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(resolved(), httpsPort));
        } catch (IOException taken) {
            throw taken(ServerSettings.HTTPS_PORT, httpsPort, taken);
        }
    }

    /**
     * Takes the plain port.
     *
     * @throws CannotStart that names the setting if it isn't free
     */
    PlainPort listenOnHttpPort(PlainPort.Witness witness) {
        try {
            return PlainPort.listen(new InetSocketAddress(resolved(), httpPort), witness);
        } catch (IOException taken) {
            throw taken(ServerSettings.HTTP_PORT, httpPort, taken);
        }
    }

    private static CannotStart taken(Setting<Integer> setting, int port, IOException why) {
        return why.getMessage() != null && why.getMessage().contains("Permission denied")
                ? new CannotStart(
                        "port %s needs rights that this user lacks: set %s".formatted(port, setting.variable()), why)
                : new CannotStart("Port %s is taken: set %s".formatted(port, setting.variable()), why);
    }

    private InetAddress resolved() {
        try {
            return InetAddress.getByName(host.equals("*") ? "0.0.0.0" : host);
        } catch (UnknownHostException unknown) {
            throw new CannotStart("COUNTERFOIL_HOST is no address of this machine: " + host, unknown);
        }
    }
}
