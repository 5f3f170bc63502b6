package io.counterfoil.monitoring.trace;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.followup.FollowUpsOfKey;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.payment.PaymentsOfKey;
import io.counterfoil.monitoring.trace.AffectedPeople.Owner;
import io.counterfoil.monitoring.trace.AffectedPeople.Reach;
import io.counterfoil.monitoring.usage.KeyActivity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Traces what a credential did. */
@Singleton
public final class Traces {

    private static final UUID NOBODY = new UUID(0, 0);

    /** What a credential did in this time before the window is what is usual for it. */
    private static final Duration BASELINE = Duration.ofDays(28);

    private static final int MOST_CALLS = 500;
    private static final int MOST_ACTS = 100;
    private static final int MOST_PEOPLE = 1_000;
    private static final int MOST_AFFECTED = 100_000;

    /** Index audit_entry_id: the days of the window. */
    private static final String ACTS = """
        FROM monitoring.audit_entry WHERE id >= ? AND id < ? AND actor = ?\
        """;

    private static final String NEWEST = "SELECT id, merchant_id, action, object " + ACTS + " ORDER BY id DESC LIMIT ?";

    private static final String MERCHANTS = "SELECT merchant_id, count(*) " + ACTS + " GROUP BY merchant_id ORDER BY 1";

    private final Transactions transactions;
    private final KeyActivity activity;
    private final AffectedPeople people;
    private final PaymentsOfKey payments;
    private final FollowUpsOfKey followUps;

    @Inject
    public Traces(
            Transactions transactions,
            KeyActivity activity,
            AffectedPeople people,
            PaymentsOfKey payments,
            FollowUpsOfKey followUps) {
        this.transactions = transactions;
        this.activity = activity;
        this.people = people;
        this.payments = payments;
        this.followUps = followUps;
    }

    /**
     * Writes down what this server has counted and not yet written, so that what is traced next has every call that it
     * answered. Other servers write every ten seconds. Never inside a transaction.
     */
    public void settle() {
        activity.settle();
    }

    private record ActsOf(UUID merchant, long count) {}

    /** Traces a suspect, inside the running transaction. */
    public Trace of(Suspect suspect) {
        MarkedCalls calls = calls(suspect);
        AffectedPeople.Found opened =
                people.by(suspect.owner(), suspect.actor(), suspect.from(), suspect.to(), MOST_PEOPLE);
        Sql sql = transactions.sql();
        List<ActsOf> acts = sql.all(
                MERCHANTS,
                row -> new ActsOf(row.getObject(1, UUID.class), row.getLong(2)),
                Ids.firstAt(suspect.from()),
                Ids.firstAt(suspect.to()),
                suspect.actor());
        List<Reach> concerned = concerned(suspect, opened.owners(), acts);
        List<MarkedCalls.Marked> listed = calls.first(MOST_CALLS);
        return new Trace(
                suspect.from(),
                suspect.to(),
                calls.requests(),
                calls.errors(),
                calls.requests() - calls.unusualRequests(),
                calls.unusualRequests(),
                calls.baselineRequests(),
                calls.routes(),
                calls.networks(),
                listed,
                calls.groups() - listed.size(),
                calls.findings(),
                payments(suspect),
                followUps(suspect),
                acts.stream().mapToLong(ActsOf::count).sum(),
                newest(sql, suspect),
                concerned.stream().mapToLong(Reach::subjects).sum(),
                concerned.stream().mapToLong(Reach::records).sum(),
                concerned.stream().mapToLong(Reach::unmasked).sum(),
                opened.fields(),
                (int) concerned.stream()
                        .map(reach -> reach.owner().merchant())
                        .distinct()
                        .count(),
                concerned.stream()
                        .map(reach -> new Trace.Concerned(
                                IdKind.MERCHANT.text(reach.owner().merchant()),
                                reach.owner().livemode(),
                                reach.subjects(),
                                reach.records()))
                        .toList(),
                opened.people().stream()
                        .map(person -> IdKind.CUSTOMER.text(person.customer()))
                        .toList());
    }

    /** Everybody whose data a suspect opened, up to a hundred thousand; inside the running transaction. */
    public List<AffectedPeople.Person> affected(Suspect suspect) {
        return people.by(suspect.owner(), suspect.actor(), suspect.from(), suspect.to(), MOST_AFFECTED)
                .people();
    }

    private MarkedCalls calls(Suspect suspect) {
        if (suspect.credential().isEmpty()) {
            return MarkedCalls.of(List.of(), MarkedCalls.Baseline.of(List.of(), List.of(), List.of()));
        }
        KeyActivity.Credential who = suspect.credential().get();
        return MarkedCalls.of(
                activity.between(who, suspect.from(), suspect.to()),
                MarkedCalls.Baseline.of(
                        activity.before(who, suspect.from(), BASELINE),
                        activity.seenBefore(who, "route", suspect.from()),
                        activity.seenBefore(who, "network", suspect.from())));
    }

    /** Whose key it is; for an operator token, whose customers were opened and on whose objects it acted. */
    private static List<Reach> concerned(Suspect suspect, List<Reach> opened, List<ActsOf> acts) {
        List<Reach> concerned = new ArrayList<>(opened);
        suspect.owner().filter(owner -> opened.isEmpty()).ifPresent(owner -> concerned.add(new Reach(owner, 0, 0, 0)));
        if (suspect.owner().isEmpty()) {
            acts.stream()
                    .map(ActsOf::merchant)
                    .filter(merchant -> !merchant.equals(NOBODY))
                    .filter(merchant -> opened.stream()
                            .noneMatch(reach -> reach.owner().merchant().equals(merchant)))
                    .forEach(merchant -> concerned.add(new Reach(new Owner(merchant, true), 0, 0, 0)));
        }
        return concerned;
    }

    private Trace.PaymentsMade payments(Suspect suspect) {
        if (suspect.owner().isEmpty() || suspect.credential().isEmpty()) {
            return new Trace.PaymentsMade(0, 0, List.of());
        }
        Owner owner = suspect.owner().get();
        PaymentsOfKey.Found found = payments.between(
                owner.merchant(),
                owner.livemode(),
                suspect.credential().get().id(),
                suspect.from(),
                suspect.to(),
                MOST_ACTS);
        return new Trace.PaymentsMade(
                found.count(),
                found.captured(),
                found.newest().stream()
                        .map(payment -> new Trace.PaymentMade(
                                IdKind.PAYMENT.text(payment.id()),
                                payment.status(),
                                payment.amount(),
                                payment.currency(),
                                payment.receipt().map(IdKind.RECEIPT::text).orElse(null),
                                payment.createdAt()))
                        .toList());
    }

    private Trace.FollowUpsMade followUps(Suspect suspect) {
        if (suspect.owner().isEmpty() || suspect.credential().isEmpty()) {
            return new Trace.FollowUpsMade(0, 0, new Trace.Refunds(0, Map.of()), List.of());
        }
        Owner owner = suspect.owner().get();
        FollowUpsOfKey.Found found = followUps.between(
                owner.merchant(),
                owner.livemode(),
                suspect.credential().get().id(),
                suspect.from(),
                suspect.to(),
                MOST_ACTS);
        return new Trace.FollowUpsMade(
                found.captures(),
                found.voids(),
                new Trace.Refunds(found.refunds(), found.refunded()),
                found.newest().stream()
                        .map(made -> new Trace.FollowUpMade(
                                made.kind(),
                                made.kind().equals("refund") ? IdKind.REFUND.text(made.id()) : null,
                                IdKind.PAYMENT.text(made.payment()),
                                made.status(),
                                made.amount(),
                                made.currency(),
                                made.receipt().map(IdKind.RECEIPT::text).orElse(null),
                                made.createdAt()))
                        .toList());
    }

    private static List<Trace.Act> newest(Sql sql, Suspect suspect) {
        return sql.all(
                NEWEST,
                row -> {
                    UUID merchant = row.getObject(2, UUID.class);
                    return new Trace.Act(
                            IdKind.AUDIT_ENTRY.text(row.getObject(1, UUID.class)),
                            merchant.equals(NOBODY) ? null : IdKind.MERCHANT.text(merchant),
                            row.getString(3),
                            row.getString(4));
                },
                Ids.firstAt(suspect.from()),
                Ids.firstAt(suspect.to()),
                suspect.actor(),
                MOST_ACTS);
    }
}
