package io.counterfoil.privacy.rootkey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.secret.RootKeyPlace;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A symmetric key of AWS KMS, through its JSON calls {@code Encrypt} and {@code Decrypt}. */
@Singleton
final class AwsKmsRootKey implements RootKeyPlace {

    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+):[0-9]+:(?:key|alias)/.+");

    private final ConfigurationSource configuration;
    private final InstantSource time;
    private final KeyService service = new KeyService("AWS KMS");

    @Inject
    AwsKmsRootKey(ConfigurationSource configuration, InstantSource time) {
        this.configuration = configuration;
        this.time = time;
    }

    @Override
    public String kind() {
        return "aws_kms";
    }

    /** The key is made in AWS. */
    @Override
    public void prepare() {}

    @Override
    public String current() {
        return RootKeySettings.demand(RootKeySettings.AWS_KEY, configuration);
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        return call("Encrypt", current(), "Plaintext", key, context, "CiphertextBlob");
    }

    @Override
    public byte[] unwrap(String name, byte[] wrapped, byte[] context) {
        return call("Decrypt", name, "CiphertextBlob", wrapped, context, "Plaintext");
    }

    private byte[] call(String action, String key, String given, byte[] value, byte[] context, String wanted) {
        Matcher arn = ARN.matcher(key);
        if (!arn.matches()) {
            throw new DatabaseRefused(
                    "The root key can't be reached: COUNTERFOIL_AWS_KMS_KEY is no ARN of a key in AWS KMS.");
        }
        String region = arn.group(1);
        URI url = RootKeySettings.AWS_URL
                .find(configuration)
                .orElseGet(() -> URI.create("https://kms." + region + ".amazonaws.com"));
        byte[] body = Json.write(Map.of(
                "KeyId",
                key,
                given,
                Base64.getEncoder().encodeToString(value),
                "EncryptionContext",
                Map.of("purpose", new String(context, StandardCharsets.UTF_8))));
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("x-amz-target", "TrentService." + action);
        RootKeySettings.AWS_SESSION_TOKEN
                .find(configuration)
                .ifPresent(token -> headers.put("x-amz-security-token", token));
        AwsSignature signature = new AwsSignature(
                RootKeySettings.demand(RootKeySettings.AWS_ACCESS_KEY, configuration),
                RootKeySettings.demand(RootKeySettings.AWS_SECRET_KEY, configuration),
                region,
                "kms");
        Map<String, String> signed = signature.sign("POST", url, headers, body, time.instant());
        String answer =
                service.post(url.resolve("/"), signed, body).path(wanted).asString("");
        return Base64.getDecoder().decode(answer);
    }
}
