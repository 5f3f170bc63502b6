package io.counterfoil.domain.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check that merchants run themselves, in Node, on the bytes that we serve. */
class MerchantCheckTest {

    @TempDir
    private Path directory;

    private Path script = Path.of("merchant-check.mjs");

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(nodeIsInstalled(), "node is not installed");
        script = directory.resolve("merchant-check.mjs");
        try (InputStream resource = MerchantCheckTest.class.getResourceAsStream("merchant-check.mjs")) {
            Files.copy(resource, script);
        }
    }

    @Test
    void accepts_the_bytes_that_are_served() throws Exception {
        assertThat(run(
                        script,
                        ReceiptSamples.valid().sign(ReceiptSamples.SECRET).served()))
                .isEqualTo("valid");
    }

    @Test
    void accepts_a_receipt_without_an_order_reference() throws Exception {
        byte[] served = ReceiptSamples.withReference(Optional.empty())
                .sign(ReceiptSamples.SECRET)
                .served();
        assertThat(run(script, served)).isEqualTo("valid");
    }

    @Test
    void refuses_another_amount() throws Exception {
        assertThat(run(script, changed())).isEqualTo("INVALID");
    }

    @Test
    void agrees_in_the_form_that_merchants_were_given() throws Exception {
        Path given = Path.of("../../shared/vectors/verify-receipt.mjs");
        assumeTrue(Files.exists(given), "the form that merchants were given is not at hand");
        assertThat(run(given, ReceiptSamples.valid().sign(ReceiptSamples.SECRET).served()))
                .isEqualTo("valid");
        assertThat(run(given, changed())).isEqualTo("INVALID");
    }

    private static byte[] changed() {
        String served =
                new String(ReceiptSamples.valid().sign(ReceiptSamples.SECRET).served(), UTF_8);
        return served.replace("1250", "1251").getBytes(UTF_8);
    }

    private String run(Path script, byte[] receipt) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("receipt.json"), receipt);
        Process node = new ProcessBuilder("node", script.toString(), ReceiptSamples.SECRET.reveal())
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), UTF_8);
        assertThat(node.waitFor()).isEqualTo(output.strip().equals("valid") ? 0 : 1);
        return output.strip();
    }

    private static boolean nodeIsInstalled() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
