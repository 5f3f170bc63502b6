package io.counterfoil.domain.witness;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteSignature;
import io.counterfoil.domain.signednote.SignedNote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks witnesses for cosignatures ({@code add-checkpoint} of c2sp.org/tlog-witness). */
final class WitnessClient {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 16 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    private record Reply(int status, String type, String body) {}

    /**
     * Shows a checkpoint to a witness.
     *
     * @param oldSize what it has cosigned last
     * @param proof that the checkpoint continues it
     */
    WitnessAnswer ask(Witness witness, long oldSize, List<Hash> proof, SignedNote checkpoint) {
        StringBuilder body = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> body.append(hash.base64()).append('\n'));
        body.append('\n').append(checkpoint);
        HttpRequest request = HttpRequest.newBuilder(witness.addCheckpoint())
                .timeout(LIMIT)
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("User-Agent", "Counterfoil")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        CompletableFuture<HttpResponse<InputStream>> exchange =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            Reply reply = exchange.thenApply(WitnessClient::read).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return understand(witness, checkpoint, reply);
        } catch (ExecutionException | TimeoutException nobody) {
            exchange.cancel(true);
            return new WitnessAnswer.Silent();
        } catch (InterruptedException interrupted) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new WitnessAnswer.Silent();
        }
    }

    private static Reply read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Reply(response.statusCode(), type.replaceFirst(";.*", "").strip(), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static WitnessAnswer understand(Witness witness, SignedNote checkpoint, Reply reply) {
        return switch (reply.status()) {
            case 200 -> cosigned(witness, checkpoint, reply.body());
            case 409 ->
                reply.type().equals("text/x.tlog.size") && reply.body().matches("(0|[1-9][0-9]{0,17})\n")
                        ? new WitnessAnswer.Elsewhere(
                                Long.parseLong(reply.body().strip()))
                        : new WitnessAnswer.Contradicted(409);
            case 422 -> new WitnessAnswer.Contradicted(422);
            default -> new WitnessAnswer.Refused("it answered " + reply.status());
        };
    }

    /** The line of this witness's key among those that came; others are ignored. */
    private static WitnessAnswer cosigned(Witness witness, SignedNote checkpoint, String lines) {
        try {
            for (String line : lines.lines().toList()) {
                NoteSignature signature = NoteSignature.parse(line);
                if (witness.key().made(signature)) {
                    witness.key().verify(checkpoint, signature);
                    return new WitnessAnswer.Cosigned(signature);
                }
            }
            return new WitnessAnswer.Refused("its answer holds no cosignature of its key");
        } catch (InvalidNote invalid) {
            return new WitnessAnswer.Refused("its cosignature does not verify");
        }
    }
}
