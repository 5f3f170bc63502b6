package io.counterfoil.monitoring.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a credential did in a window, as JSON carries it: figures, ids, routes and networks, nothing personal.
 *
 * @param requests all calls that it made and that were counted
 * @param usualRequests those that are as its calls were before
 * @param baselineRequests how many calls it made in the four weeks before, against which the marks are set
 * @param calls every call, those of one route from one network in one hour together; what is unusual first
 * @param callsLeftOut how many such groups are not listed
 * @param unusual what is unusual, in words
 * @param followUps captures, voids and refunds that were asked for with it, whichever key made the payments
 * @param acts what the audit log has of it, the newest first
 * @param subjects whose data it opened
 * @param records how often it opened data of somebody
 * @param unmasked of the subjects, who was shown as they are
 * @param fields what was opened of them
 * @param merchants how many merchants are concerned
 * @param customers who was opened: some of all, by id
 */
public record Trace(
        Instant from,
        Instant to,
        long requests,
        long errors,
        long usualRequests,
        long unusualRequests,
        long baselineRequests,
        Map<String, Long> routes,
        Map<String, Long> networks,
        List<MarkedCalls.Marked> calls,
        int callsLeftOut,
        List<String> unusual,
        PaymentsMade payments,
        FollowUpsMade followUps,
        long actsInAll,
        List<Act> acts,
        long subjects,
        long records,
        long unmasked,
        List<String> fields,
        int merchants,
        List<Concerned> owners,
        List<String> customers) {

    /** Payments that were made with it; {@code captured} of them took money. */
    public record PaymentsMade(long count, long captured, List<PaymentMade> newest) {}

    /** One of them; the amount is in the currency's minor unit. */
    public record PaymentMade(
            String id,
            String status,
            long amount,
            String currency,
            @Nullable String receipt,
            Instant createdAt) {}

    /** What was done with it to payments; {@code newest} has some of all, the newest first. */
    public record FollowUpsMade(long captures, long voids, Refunds refunds, List<FollowUpMade> newest) {}

    /**
     * Money that was given back.
     *
     * @param amounts for each currency in its minor unit; those that failed are left out
     */
    public record Refunds(long count, Map<String, Long> amounts) {}

    /**
     * A capture, void or refund; the amount is in the currency's minor unit.
     *
     * @param refund its id, where it is a refund
     */
    public record FollowUpMade(
            String kind,
            @Nullable String refund,
            String payment,
            String status,
            long amount,
            String currency,
            @Nullable String receipt,
            Instant createdAt) {}

    /** An act in the audit log. */
    public record Act(String id, @Nullable String merchant, String action, String object) {}

    /** A merchant that is concerned, in one mode, and how many of its customers. */
    public record Concerned(String merchant, boolean livemode, long subjects, long records) {}
}
