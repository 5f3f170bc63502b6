package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.privacy.export.Exports;
import io.counterfoil.privacy.export.StoredExport;
import io.counterfoil.privacy.link.Links;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestType;
import io.counterfoil.privacy.request.Times;
import io.counterfoil.privacy.signing.Signatures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers and callbacks as OpenDSR has them, signed. */
@Singleton
final class Answers {

    private final Links links;
    private final Exports exports;
    private final Signatures signatures;
    private final Times times;

    @Inject
    Answers(Links links, Exports exports, Signatures signatures, Times times) {
        this.links = links;
        this.exports = exports;
        this.signatures = signatures;
        this.times = times;
    }

    /**
     * A request was received.
     *
     * @param processorSignature over the bytes that {@code encodedRequest} encodes: what was sent is what was received
     */
    record Received(
            String controllerId,
            Instant expectedCompletionTime,
            Instant receivedTime,
            @Nullable String encodedRequest,
            UUID subjectRequestId,
            @Nullable String processorSignature) {}

    /** Where a request stands. */
    record Status(
            String controllerId,
            Instant expectedCompletionTime,
            UUID subjectRequestId,
            String requestStatus,
            String apiVersion,
            @Nullable String resultsUrl,
            @Nullable Integer resultsCount,
            @Nullable String statusCallbackUrl) {}

    /** A request was taken back. */
    record Cancelled(String controllerId, UUID subjectRequestId, Instant receivedTime, String apiVersion) {}

    Discovery discovery() {
        return Discovery.at(links.base());
    }

    Received received(OpenDsrRequests.Known known, byte @Nullable [] sent) {
        return new Received(
                controller(known.request().key()),
                known.request().dueAt(),
                known.row().receivedAt(),
                sent == null ? null : Base64.getEncoder().encodeToString(sent),
                known.row().subjectRequestId(),
                sent == null ? null : Base64.getEncoder().encodeToString(signatures.sign(sent)));
    }

    Status status(OpenDsrRow row, PrivacyRequest request, @Nullable String callback) {
        boolean copied = request.type().copy() && request.status() == RequestStatus.COMPLETED;
        String results = links.base() + "/v1/privacy/requests/" + request.text()
                + (request.type() == RequestType.ERASURE ? "/certificate" : "/export");
        return new Status(
                controller(request.key()),
                request.dueAt(),
                row.subjectRequestId(),
                status(request.status()),
                Discovery.VERSION,
                request.status() == RequestStatus.COMPLETED ? results : null,
                copied ? exports.find(request.key()).map(StoredExport::records).orElse(null) : null,
                callback);
    }

    Cancelled cancelled(OpenDsrRequests.Known known) {
        return new Cancelled(
                controller(known.request().key()), known.row().subjectRequestId(), times.now(), Discovery.VERSION);
    }

    /** An answer with the headers that prove whose it is. */
    Response signed(int status, byte[] body) {
        Response.ResponseBuilder response =
                Response.status(status).type("application/json").entity(body);
        headers(body).forEach(response::header);
        return response.build();
    }

    Map<String, String> headers(byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-OpenDSR-Processor-Domain", URI.create(links.base()).getHost());
        headers.put("X-OpenDSR-Signature", Base64.getEncoder().encodeToString(signatures.sign(body)));
        return headers;
    }

    private static String controller(MerchantScopedId request) {
        return IdKind.MERCHANT.text(request.merchantId());
    }

    /** OpenDSR has no refusal: what was not done is told as cancelled, and why stands at the request itself. */
    private static String status(RequestStatus status) {
        return status == RequestStatus.REFUSED ? RequestStatus.CANCELLED.text() : status.text();
    }
}
