package io.counterfoil.monitoring.alertchannel;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Posts JSON outside, to a chat or a webhook; the way out, and which addresses are allowed, is somebody else's business. */
public interface ChatPosts {

    /** Whether they may be on this machine, and spoken to in the clear: never in production. */
    boolean localAllowed();

    /** Sends and waits for the answer: empty when it was taken, else what went wrong, without the URL. */
    Optional<String> post(URI url, Map<String, String> headers, byte[] json);
}
