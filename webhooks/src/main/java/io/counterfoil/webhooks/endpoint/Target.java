package io.counterfoil.webhooks.endpoint;

import io.counterfoil.webhooks.signing.Signer;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Where a delivery goes: the address, the merchant's own headers, and who signs. */
public record Target(URI url, Map<String, String> headers, List<Signer> signers) {}
