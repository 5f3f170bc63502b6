package io.counterfoil.privacy.rootkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the published example of the signature's own test suite (aws-sig-v4-test-suite, get-vanilla). */
class AwsSignatureTest {

    private static final AwsSignature SIGNATURE =
            new AwsSignature("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service");
    private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");

    @Test
    void signs_as_the_published_example() {
        Map<String, String> headers =
                SIGNATURE.sign("GET", URI.create("https://example.amazonaws.com/"), Map.of(), new byte[0], TIME);
        assertThat(headers)
                .containsEntry("x-amz-date", "20150830T123600Z")
                .containsEntry(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders=host;x-amz-date,"
                                + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void prints_no_secret() {
        assertThat(SIGNATURE.toString()).doesNotContain("EXAMPLEKEY");
    }
}
