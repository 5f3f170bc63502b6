package io.counterfoil.privacy.opendsr;

import java.util.List;

/** What this server can do, as OpenDSR's discovery tells it. */
record Discovery(
        String apiVersion,
        List<Supported> supportedIdentities,
        List<String> supportedSubjectRequestTypes,
        String processorCertificate) {

    static final String VERSION = "2.0";
    static final List<String> IDENTITIES = List.of("email", "controller_customer_id");

    record Supported(String identityType, String identityFormat) {}

    static Discovery at(String base) {
        return new Discovery(
                VERSION,
                IDENTITIES.stream().map(type -> new Supported(type, "raw")).toList(),
                Incoming.TYPES,
                base + "/privacy/assets/signing-key.pem");
    }
}
