package io.counterfoil.webhooks.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Takes an answer, and of its body no more than is kept: an endless one is whole as soon as that much of it is there. */
final class KeptAnswer implements AsyncResponseConsumer<KeptAnswer> {

    private final CompletableFuture<KeptAnswer> whole;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpResponse response;
    private @Nullable FutureCallback<KeptAnswer> callback;
    private volatile boolean ended;

    /**
     * Takes one answer.
     *
     * @param whole completed when the answer is there, or more of it than is kept: then nothing is waited for any longer
     */
    KeptAnswer(CompletableFuture<KeptAnswer> whole) {
        this.whole = whole;
    }

    int status() {
        return response == null ? 0 : response.getCode();
    }

    @Nullable
    String header(String name) {
        Header header = response == null ? null : response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    byte[] body() {
        return body.toByteArray();
    }

    @Override
    public void consumeResponse(
            HttpResponse head, @Nullable EntityDetails entity, HttpContext context, FutureCallback<KeptAnswer> done) {
        body.reset();
        ended = false;
        response = head;
        callback = done;
        if (entity == null) {
            end();
        }
    }

    @Override
    public void informationResponse(HttpResponse interim, HttpContext context) {
        // 1xx says nothing yet
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Courier.LONGEST_BODY);
    }

    @Override
    public void consume(ByteBuffer part) {
        int room = Courier.LONGEST_BODY - body.size();
        byte[] bytes = new byte[Math.min(room, part.remaining())];
        part.get(bytes);
        body.writeBytes(bytes);
        if (part.hasRemaining()) {
            part.position(part.limit());
            whole.complete(this);
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        end();
    }

    @Override
    public void failed(Exception cause) {
        // may be tried again; the client says when it is not
    }

    @Override
    public void releaseResources() {
        // by now the client has its connection back, for the next
        if (ended) {
            whole.complete(this);
        }
    }

    private void end() {
        ended = true;
        if (callback != null) {
            callback.completed(this);
        }
    }
}
