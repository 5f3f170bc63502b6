package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.process.Distribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stand-in processor as a test sees it: a running process and its books. */
final class Processor implements AutoCloseable {

    private final Process process;
    private final Path books;
    private final String url;

    private Processor(Process process, Path books, String url) {
        this.process = process;
        this.books = books;
        this.url = url;
    }

    static Processor start(Path directory) {
        Path books = directory.resolve("books");
        try {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx128m",
                            "-cp",
                            StandIn.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath(),
                            StandIn.class.getName(),
                            books.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            return new Processor(process, books, "http://127.0.0.1:" + lines.readLine());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A server in production whose live mode charges here. */
    Distribution behind(Distribution server, String timeout) {
        return server.with("COUNTERFOIL_ENV", "production")
                .with("COUNTERFOIL_STRIPE_KEY", "sk_live_" + "0".repeat(24))
                .with("COUNTERFOIL_STRIPE_URL", url)
                .with("COUNTERFOIL_STRIPE_TIMEOUT", timeout)
                // so few that a test can fill it
                .with("COUNTERFOIL_STRIPE_CONCURRENCY", "48")
                .with("COUNTERFOIL_RATE_LIMITS", "1000");
    }

    /** How often each payment was charged. */
    Map<String, Long> charges() {
        return lines().map(line -> line.split(" "))
                .filter(line -> line[0].equals("charge"))
                .collect(Collectors.groupingBy(line -> line[1], Collectors.counting()));
    }

    /** What the books say of a payment beside its charge: {@code capture 400}, {@code refund 150}, {@code cancel 1000}. */
    List<String> followUps(String payment) {
        return lines().map(line -> line.split(" "))
                .filter(line -> line[1].equals(payment) && !line[0].equals("charge"))
                .map(line -> line[0] + " " + line[2])
                .toList();
    }

    private Stream<String> lines() {
        try {
            return Files.exists(books) ? Files.readAllLines(books).stream() : Stream.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long charges(String payment) {
        return charges().getOrDefault(payment, 0L);
    }

    void goDown() {
        command("/down");
    }

    void comeUp() {
        command("/up");
    }

    private void command(String path) {
        try {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + path))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
