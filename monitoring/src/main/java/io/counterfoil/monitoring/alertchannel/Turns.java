package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells one channel what is due, one thing after the other. What does not arrive is tried again: after five seconds, then
 * each time twice as long, up to five minutes, until the setting says to give up.
 */
@Singleton
final class Turns {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int FIRST_PAUSE_SECONDS = 5;
    private static final int FEW = 10;

    private final Notifications notifications;
    private final AlertChannels channels;
    private final Telling telling;
    private final Transactions transactions;
    private final Dispatch.Outcomes outcomes;

    @Inject
    Turns(
            Notifications notifications,
            AlertChannels channels,
            Telling telling,
            Transactions transactions,
            Dispatch.Outcomes outcomes) {
        this.notifications = notifications;
        this.channels = channels;
        this.telling = telling;
        this.transactions = transactions;
        this.outcomes = outcomes;
    }

    /** Each is claimed when it is told, and not before: what waits behind a slow one keeps its lease. */
    void take(UUID channel) {
        boolean more = true;
        for (int told = 0; more && told < FEW; told++) {
            List<Notifications.Claimed> due =
                    transactions.commit(() -> notifications.claim(Notifications.PEOPLE, channel, 1));
            due.forEach(this::tell);
            more = !due.isEmpty();
        }
    }

    private void tell(Notifications.Claimed one) {
        channels.find(one.channel())
                .ifPresentOrElse(
                        channel -> tell(one, channel), () -> transactions.commit(() -> notifications.giveUp(one)));
    }

    private void tell(Notifications.Claimed one, AlertChannel channel) {
        Optional<String> failure = telling.tell(channel, Told.alert(one));
        transactions.commit(() -> {
            if (failure.isEmpty()) {
                notifications.delivered(one);
                channels.works(channel.id);
                return;
            }
            channels.fails(channel.id, failure.get());
            outcomes.complain(channel, failure.get());
            if (outcomes.hopeless(one)) {
                notifications.giveUp(one);
            } else {
                notifications.again(one, pause(one.attempt()));
            }
        });
    }

    static Duration pause(int attempt) {
        Duration doubled = Duration.ofSeconds(FIRST_PAUSE_SECONDS).multipliedBy(1L << Math.min(attempt - 1, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
