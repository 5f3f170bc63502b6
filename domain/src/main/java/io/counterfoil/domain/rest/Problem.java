package io.counterfoil.domain.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, as RFC 9457 problem details: thrown where a rule is broken, turned into an answer at the
 * edge. The detail says what to do next and never repeats a value that was sent.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String title;
    private final boolean retryable;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private String type;

    /**
     * @param status the HTTP status code
     * @param code stable, snake_case: what programs look at
     * @param title the same for every problem of this code
     * @param detail what happened here and what to do next
     * @param retryable whether the same request may succeed later
     */
    public Problem(int status, String code, String title, String detail, boolean retryable) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
        this.retryable = retryable;
        this.type = "urn:counterfoil:problem:" + code;
    }

    /** 400: a member, parameter or header is missing or not allowed. */
    public static Problem invalid(String param, String detail) {
        return new Problem(400, "invalid_request", "The request is not valid", detail, false).with("param", param);
    }

    /** 400: the body is no JSON object that can be read. */
    public static Problem malformed(String detail) {
        return new Problem(400, "malformed_json", "The body is not valid JSON", detail, false);
    }

    /** 401: no credential, or one that nothing knows. */
    public static Problem unauthenticated(String detail) {
        return new Problem(401, "unauthenticated", "A valid API key is required", detail, false)
                .header("WWW-Authenticate", "Bearer realm=\"counterfoil\"");
    }

    /** 403: a credential that may not do this. */
    public static Problem forbidden(String code, String detail) {
        return new Problem(403, code, "This credential may not do that", detail, false);
    }

    /** 403: the request crossed the network in the clear. The plain port answers the same. */
    public static Problem httpsRequired() {
        return new Problem(
                403,
                "https_required",
                "HTTPS required",
                "This server answers over HTTPS only. A key that was sent here crossed the network in the clear:"
                        + " replace it.",
                false);
    }

    /** 404: unknown, malformed, or not the caller's; the answer doesn't tell which. */
    public static Problem notFound() {
        return new Problem(
                404,
                "not_found",
                "Not found",
                "There is nothing here that this credential can see. Check the id.",
                false);
    }

    /** 409: the present state doesn't allow it. */
    public static Problem conflict(String code, String detail) {
        return new Problem(409, code, "The present state does not allow that", detail, false);
    }

    /** 503: not now; nothing was done, the same request may be sent again. */
    public static Problem unavailable(String detail) {
        return new Problem(503, "unavailable", "The service is not available right now", detail, true)
                .header("Retry-After", "1");
    }

    /** Adds a member of its own to the document. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Adds a header to the answer. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Names the problem type by another URI, such as one registered with IANA. */
    public Problem type(String uri) {
        this.type = uri;
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /** The members of the document, in the order in which they are written. */
    public Map<String, @Nullable Object> document(String requestId) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", type);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", getMessage());
        document.put("code", code);
        document.putAll(members);
        document.put("request_id", requestId);
        document.put("retryable", retryable);
        return document;
    }
}
