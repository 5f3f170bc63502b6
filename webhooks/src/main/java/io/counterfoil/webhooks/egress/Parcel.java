package io.counterfoil.webhooks.egress;

import java.net.URI;
import java.util.Map;

/** What is posted, and where to. */
public record Parcel(URI url, Map<String, String> headers, byte[] body) {}
