package io.counterfoil.domain.rest;

import io.counterfoil.domain.id.IdKind;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted: {@code limit} (1 to 100, 10 by default) and one of {@code starting_after} (older than)
 * or {@code ending_before} (newer than) an id.
 */
public record PageRequest(int limit, Optional<UUID> startingAfter, Optional<UUID> endingBefore) {

    private static final UUID NEWEST = new UUID(-1L, -1L);
    private static final int MOST = 100;
    private static final int USUAL = 10;

    /**
     * Reads the query parameters.
     *
     * @throws Problem that names the parameter which is not allowed
     */
    public static PageRequest of(UriInfo uri, IdKind kind) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        PageRequest request = new PageRequest(
                limit(uri),
                cursor("starting_after", query.getFirst("starting_after"), kind),
                cursor("ending_before", query.getFirst("ending_before"), kind));
        if (request.startingAfter.isPresent() && request.endingBefore.isPresent()) {
            throw Problem.invalid("ending_before", "Send starting_after or ending_before, not both.");
        }
        return request;
    }

    /** Whether rows are read oldest first, to be turned round afterwards. */
    public boolean backwards() {
        return endingBefore.isPresent();
    }

    /** The id that the page begins behind: newer ids are greater, so without a cursor it is the greatest of all. */
    public UUID cursor() {
        return endingBefore.or(() -> startingAfter).orElse(NEWEST);
    }

    /** The rows to ask for: one more than the limit. */
    public int rows() {
        return limit + 1;
    }

    /**
     * The length of the page that is wanted, for lists whose cursor is no id.
     *
     * @throws Problem when it is not allowed
     */
    public static int limit(UriInfo uri) {
        String text = uri.getQueryParameters().getFirst("limit");
        if (text == null) {
            return USUAL;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, like a number out of range
        }
        throw Problem.invalid("limit", "Send a whole number from 1 to " + MOST + ".");
    }

    private static Optional<UUID> cursor(String param, @Nullable String text, IdKind kind) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(
                kind.parse(text).orElseThrow(() -> Problem.invalid(param, "Send the id of an object of this list.")));
    }
}
