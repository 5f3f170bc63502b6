package io.counterfoil.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    private static final Instant AT = Instant.ofEpochSecond(1614265330);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330 | {"test": 2432232314} | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
        C2FVsBQIhrscChlQIMV+b5sSYspob7oD | msg_27UH4WbU6Z5A5EzD8u03UvzRbpk | 1649367553 | {"email":"test@example.com","username":"test_user"} | v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=
        b6Ovv5eS7H5seJrGSStBYDivs8v2/KrFjfMaVZYsi7w= | 7a2486b3-31cf-4bd3-a460-df8845d16cd5 | 1737987215 | {"greetings": "Hello World"} | v1,iayM3VaiYCEDP/CxWUFWcxUCJk2YmBDQHtHTsaHzrwo=
        """)
    void signs_as_other_implementations_do(String secret, String id, long seconds, String body, String signature) {
        Message message = new Message(id, Instant.ofEpochSecond(seconds), bytes(body));
        assertThat(new SharedSecret(Base64.getDecoder().decode(secret)).sign(message))
                .isEqualTo(signature);
    }

    @Test
    void signs_with_a_key_pair_as_other_implementations_do() {
        byte[] seedAndPublic = Base64.getDecoder()
                .decode("6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==");
        KeyPair pair = new KeyPair(Arrays.copyOf(seedAndPublic, 32));
        assertThat(pair.publicKey())
                .isEqualTo("whpk_" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(seedAndPublic, 32, 64)));
        assertThat(pair.sign(new Message("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, bytes("{\"test\": 2432232314}"))))
                .isEqualTo(
                        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==");
    }

    @Test
    void builds_the_message_that_other_implementations_signed() throws GeneralSecurityException {
        Message message = new Message(
                "7a2486b3-31cf-4bd3-a460-df8845d16cd5",
                Instant.ofEpochSecond(1737987215),
                bytes("{\"greetings\": \"Hello World\"}"));
        PublicKey published = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getDecoder().decode("MCowBQYDK2VwAyEAkp3dScDPIzT1CwUFUMdzyPbWOAQaCF9z4ucuKuZD7Io=")));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(published);
        verifier.update(message.signedBytes());
        assertThat(
                        verifier.verify(
                                Base64.getDecoder()
                                        .decode(
                                                "XVbiOe+IzCKsXBuhb52iHLroqxFJofJNMQRL80I2kWO0+kXu2gcqgXAzontxDDgpMDw6SMh4sjzr+67EmUUzDg==")))
                .isTrue();
    }

    @Test
    void publishes_a_key_that_the_jdk_verifies_with() throws GeneralSecurityException {
        KeyPair pair = KeyPair.random(new SecureRandom());
        Message message = new Message("evt_1", AT, bytes("{}"));
        PublicKey published = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pair.publicKeySpki())));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(published);
        verifier.update(bytes("evt_1.1614265330.{}"));
        assertThat(verifier.verify(Base64.getDecoder().decode(pair.sign(message).substring("v1a,".length()))))
                .isTrue();
    }

    @Test
    void puts_every_valid_secret_into_one_line() {
        Signer old = Signer.random(new SecureRandom());
        Signer current = Signer.random(new SecureRandom());
        String[] line = Signer.signatures(List.of(current, old), "evt_1", AT, bytes("{}"))
                .split(" ");
        assertThat(line).hasSize(4).doesNotHaveDuplicates();
        assertThat(line[0]).startsWith("v1,");
        assertThat(line[1]).startsWith("v1a,");
        assertThat(Signer.signatures(List.of(old), "evt_1", AT, bytes("{}"))).isEqualTo(line[2] + " " + line[3]);
    }

    @Test
    void a_signer_survives_its_storage() {
        Signer signer = Signer.random(new SecureRandom());
        Signer read = Signer.of(signer.bytes());
        assertThat(read.reveal()).isEqualTo(signer.reveal()).startsWith("whsec_");
        assertThat(read.publicKey()).isEqualTo(signer.publicKey());
        assertThat(read.publicKeySpki()).isEqualTo(signer.publicKeySpki());
    }

    @Test
    void an_id_with_a_dot_is_refused_for_it_could_be_read_in_two_ways() {
        assertThatThrownBy(() -> new Message("evt.1", AT, bytes("{}"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
