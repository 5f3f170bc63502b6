package io.counterfoil.privacy.opendsr;

import java.net.URI;
import java.util.Map;

/** Posts a status to where its recipient wants it, on the public internet only. Implemented by {@code app.wiring}. */
@FunctionalInterface
public interface StatusPost {

    /** Whether the recipient took it. */
    boolean taken(URI url, Map<String, String> headers, byte[] body);
}
