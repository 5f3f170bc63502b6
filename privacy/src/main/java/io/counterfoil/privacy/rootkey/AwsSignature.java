package io.counterfoil.privacy.rootkey;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4, for requests to the root path without a query: the header {@code Authorization} over method,
 * headers and body.
 */
record AwsSignature(String accessKey, String secretKey, String region, String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    /** The headers to send: those given, the time and the signature; {@code host} is signed, and sent by the client. */
    Map<String, String> sign(String method, URI url, Map<String, String> headers, byte[] body, Instant now) {
        String time = TIME.format(now);
        String scope = time.substring(0, DATE_LENGTH) + "/" + region + "/" + service + "/aws4_request";
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
        signed.put("x-amz-date", time);
        String names = String.join(";", signed.keySet());
        String canonical = String.join(
                "\n",
                method,
                "/",
                "",
                signed.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue().strip())
                        .collect(Collectors.joining("\n", "", "\n")),
                names,
                hex(sha256(body)));
        String toSign =
                String.join("\n", ALGORITHM, time, scope, hex(sha256(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        Map<String, String> result = new TreeMap<>(signed);
        result.remove("host");
        result.put(
                "authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(ALGORITHM, accessKey, scope, names, hex(hmac(key, toSign))));
        return result;
    }

    @Override
    public String toString() {
        return "AwsSignature[" + accessKey + "]";
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
