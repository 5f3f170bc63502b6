package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedServer.class)
class TlsScanIT {

    private static final Set<String> SERIOUS = Set.of("MEDIUM", "HIGH", "CRITICAL", "FATAL");

    /** What a certificate that nobody issued can't have. */
    private static final Set<String> SELF_SIGNED =
            Set.of("cert_chain_of_trust", "cert_trust", "cert_revocation", "cert_caIssuers");

    private final CounterfoilProcess server;

    TlsScanIT(CounterfoilProcess server) {
        this.server = server;
    }

    /** Protocols, cipher categories, forward secrecy, server defaults, headers, known vulnerabilities; not each cipher one by one. */
    @Test
    void finds_nothing_worse_than_low_but_that_the_certificate_is_self_signed(@TempDir Path directory)
            throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "testssl is not installed: apt-get install testssl.sh");
        Path report = directory.resolve("testssl.json");
        Process testssl = new ProcessBuilder(
                        "testssl",
                        "--quiet",
                        "--color",
                        "0",
                        "--warnings",
                        "off",
                        "--ip",
                        "127.0.0.1",
                        "--nodns",
                        "min",
                        "-p",
                        "-s",
                        "-f",
                        "-S",
                        "-h",
                        "-U",
                        "--jsonfile",
                        report.toString(),
                        "https://localhost:" + server.httpsPort() + "/v1/payments")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("testssl.txt").toFile())
                .start();
        try {
            assertThat(testssl.waitFor(10, TimeUnit.MINUTES)).as("it ended").isTrue();
        } finally {
            testssl.destroyForcibly();
        }
        List<String> serious = new ArrayList<>();
        int findings = 0;
        for (JsonNode finding : Api.JSON.readTree(Files.readString(report))) {
            findings++;
            String id = finding.path("id").asString().split(" ", 2)[0];
            if (SERIOUS.contains(finding.path("severity").asString()) && !SELF_SIGNED.contains(id)) {
                serious.add(finding.path("severity").asString() + " " + id + ": "
                        + finding.path("finding").asString());
            }
        }
        System.out.println("testssl: " + findings + " findings, worse than low: " + serious.size());
        assertThat(findings).isGreaterThan(50);
        assertThat(serious).isEmpty();
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "testssl")));
    }
}
