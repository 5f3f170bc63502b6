package io.counterfoil.privacy.request;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the API shows it.
 *
 * @param customer the customer whose data it is about, where it is one
 * @param waitingFor what it waits for while it is open: {@code verification}, {@code grace}, {@code work}, {@code
 *     payments}, {@code person} or {@code retry}
 * @param link only for operators, in development without a mail server: what the person would have been sent
 */
public record RequestView(
        String id,
        String object,
        String type,
        String status,
        String merchant,
        @Nullable String customer,
        List<String> customers,
        String regime,
        String origin,
        boolean livemode,
        Instant receivedAt,
        Instant dueAt,
        @Nullable Instant extendedAt,
        @Nullable String extensionReason,
        @Nullable Instant verifiedAt,
        @Nullable Instant startsAt,
        @Nullable String waitingFor,
        @Nullable Instant deferredUntil,
        @Nullable String stuckReason,
        @Nullable Refusal refusal,
        @Nullable Instant completedAt,
        @Nullable Instant endedAt,
        @Nullable String link) {

    /** Why not, and where to complain (GDPR, Article 12 (4)). */
    public record Refusal(String ground, @Nullable String reason, String complaint) {}

    /** Whether it repeats what somebody wrote about the person. */
    public boolean reasoned() {
        return extensionReason != null || (refusal != null && refusal.reason() != null);
    }

    /** The same with the link in it. */
    public RequestView with(String shownLink) {
        return new RequestView(
                id,
                object,
                type,
                status,
                merchant,
                customer,
                customers,
                regime,
                origin,
                livemode,
                receivedAt,
                dueAt,
                extendedAt,
                extensionReason,
                verifiedAt,
                startsAt,
                waitingFor,
                deferredUntil,
                stuckReason,
                refusal,
                completedAt,
                endedAt,
                shownLink);
    }
}
