package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.deadline.Regime;
import io.counterfoil.privacy.request.RequestType;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A request as another system sends it. Members that are not known are passed over. */
record Incoming(
        Regime regime,
        UUID subjectRequestId,
        RequestType type,
        List<Identity> identities,
        Instant submittedTime,
        List<String> callbacks) {

    static final List<String> TYPES = List.of("access", "portability", "erasure");
    private static final Pattern UUID_V4 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern VERSION = Pattern.compile("\\d{1,4}(\\.\\d{1,4}){0,3}");
    private static final Set<String> SCHEMES = Set.of("https", "http");
    private static final int MOST = 10;
    private static final int LONGEST = 500;

    /** Who it is about. */
    record Identity(String type, String value) {

        @Override
        public String toString() {
            return "[identity " + type + "]";
        }
    }

    /**
     * Reads a body.
     *
     * @throws Problem that names the member which is missing or not allowed, without its value
     */
    static Incoming read(byte[] body) {
        JsonNode tree = Json.tree(body);
        if (!tree.isObject()) {
            throw Problem.malformed("Send a JSON object.");
        }
        String id = text(tree, "subject_request_id");
        if (!UUID_V4.matcher(id).matches()) {
            throw Problem.invalid(
                    "subject_request_id", "subject_request_id must be a UUID of version 4 in lower case.");
        }
        String type = text(tree, "subject_request_type");
        passedOver(tree);
        return new Incoming(
                Regime.parse(text(tree, "regulation").toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> Problem.invalid("regulation", "regulation must be gdpr or ccpa.")),
                UUID.fromString(id),
                RequestType.parse(type)
                        .filter(known -> TYPES.contains(type))
                        .orElseThrow(() -> Problem.invalid(
                                "subject_request_type",
                                "subject_request_type must be access, portability or erasure.")),
                identities(tree.path("subject_identities")),
                time(text(tree, "submitted_time")),
                callbacks(tree.path("status_callback_urls")));
    }

    /** What the standard names and nobody here reads must have its form all the same. */
    private static void passedOver(JsonNode tree) {
        JsonNode version = tree.path("api_version");
        if (isThere(version)
                && !(version.isString() && VERSION.matcher(version.asString()).matches())) {
            throw Problem.invalid("api_version", "api_version is a version such as 2.0.");
        }
        JsonNode extensions = tree.path("extensions");
        if (isThere(extensions) && !extensions.isObject()) {
            throw Problem.invalid("extensions", "extensions is an object.");
        }
    }

    private static boolean isThere(JsonNode member) {
        return !member.isMissingNode() && !member.isNull();
    }

    private static String text(JsonNode tree, String member) {
        return Optional.of(tree.path(member))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(text -> !text.isBlank() && text.length() <= LONGEST)
                .orElseThrow(() -> Problem.invalid(member, member + " is required."));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw Problem.invalid("submitted_time", "submitted_time must be an RFC 3339 time.");
        }
    }

    private static List<Identity> identities(JsonNode sent) {
        List<Identity> identities = new ArrayList<>();
        if (sent.isArray() && sent.size() <= MOST) {
            for (JsonNode identity : sent) {
                identities.add(identity(identity));
            }
        }
        if (identities.isEmpty()) {
            throw Problem.invalid(
                    "subject_identities", "subject_identities is required: 1 to " + MOST + " identities.");
        }
        return identities;
    }

    private static Identity identity(JsonNode sent) {
        String type = text(sent, "identity_type");
        if (!Discovery.IDENTITIES.contains(type)
                || !text(sent, "identity_format").equals("raw")) {
            throw Problem.invalid(
                    "subject_identities", "Identities are email or controller_customer_id, each in the format raw.");
        }
        return new Identity(type, text(sent, "identity_value"));
    }

    private static List<String> callbacks(JsonNode sent) {
        List<String> callbacks = new ArrayList<>();
        if (sent.isArray() && sent.size() <= MOST) {
            for (JsonNode url : sent) {
                callbacks.add(callback(url));
            }
        } else if (isThere(sent)) {
            throw Problem.invalid("status_callback_urls", "status_callback_urls is an array of at most " + MOST + ".");
        }
        return callbacks;
    }

    private static String callback(JsonNode sent) {
        try {
            URI url = URI.create(sent.asString(""));
            if (SCHEMES.contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.toString().length() <= LONGEST) {
                return url.toString();
            }
        } catch (IllegalArgumentException unreadable) {
            // refused below
        }
        throw Problem.invalid("status_callback_urls", "status_callback_urls must be https URLs.");
    }
}
