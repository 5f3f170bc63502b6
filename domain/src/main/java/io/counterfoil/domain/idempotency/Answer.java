package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Json;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * An answer as bytes: what is sent now, and what is kept for replays (the same, but for a secret that is shown once).
 *
 * @param status the HTTP status code
 * @param body the JSON that is sent
 * @param kept the JSON that a replay sends
 * @param replayed whether this is a replay
 * @param about the customer whose data it holds, if any: what is kept is sealed under that customer's key
 */
public record Answer(int status, byte[] body, byte[] kept, boolean replayed, Optional<DataSubject> about) {

    /** 201 with a new object. */
    public static Answer created(Object view) {
        return of(201, view);
    }

    /** An answer that a replay repeats to the byte. */
    public static Answer of(int status, Object view) {
        byte[] body = Json.write(view);
        return new Answer(status, body, body, false, Optional.empty());
    }

    /** 201 with a secret that is shown now and never again. */
    public static Answer createdWithSecret(Object shownOnce, Object withoutSecret) {
        return new Answer(201, Json.write(shownOnce), Json.write(withoutSecret), false, Optional.empty());
    }

    /** The same, about a customer: once that one is erased, the key answers 410. */
    public Answer about(DataSubject subject) {
        return new Answer(status, body, kept, replayed, Optional.of(subject));
    }

    /** What a replay of a stored answer sends. */
    static Answer replay(int status, byte[] kept) {
        return new Answer(status, kept, kept, true, Optional.empty());
    }

    /** As JAX-RS sends it: problem details from 400 on. */
    public Response response() {
        Response.ResponseBuilder response = Response.status(status)
                .type(status >= 400 ? "application/problem+json" : "application/json")
                .entity(body);
        if (status == 202) {
            response.header("Retry-After", "1");
        }
        if (replayed) {
            response.header("Idempotent-Replayed", "true");
        }
        return response.build();
    }
}
