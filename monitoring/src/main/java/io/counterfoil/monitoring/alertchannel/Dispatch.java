package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.MerchantEvent;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has told what is due: merchants by their webhooks, people by channels, each channel in a {@linkplain Shares share} of its own. */
@Singleton
final class Dispatch {

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration DOWN_AFTER = Duration.ofMinutes(5);
    private static final int MANY = 100;

    private final Notifications notifications;
    private final Turns turns;
    private final Shares shares;
    private final Transactions transactions;
    private final Outcomes outcomes;

    @Inject
    Dispatch(Notifications notifications, Turns turns, Shares shares, Transactions transactions, Outcomes outcomes) {
        this.notifications = notifications;
        this.turns = turns;
        this.shares = shares;
        this.transactions = transactions;
        this.outcomes = outcomes;
    }

    /** What is heard of, and by whom. */
    @Singleton
    static final class Outcomes {

        private final Event<Object> events;
        private final InstantSource time;
        private final Duration giveUp;

        @Inject
        Outcomes(Event<Object> events, InstantSource time, ConfigurationSource configuration) {
            this.events = events;
            this.time = time;
            this.giveUp = AlertChannelSettings.GIVE_UP.in(configuration);
        }

        boolean hopeless(Notifications.Claimed one) {
            return one.createdAt().plus(giveUp).isBefore(time.instant());
        }

        void tellMerchant(Notifications.Claimed one) {
            events.fire(
                    new MerchantEvent(one.merchant(), one.livemode(), "alert.raised", time.instant(), one.message()));
        }

        /** Looked at again with each attempt, so that the alert stays until the channel works. */
        void complain(AlertChannel channel, String error) {
            if (channel.failingSince != null
                    && channel.failingSince.plus(DOWN_AFTER).isBefore(time.instant())) {
                events.fire(new Alarm(
                        "alert_channel_down",
                        Optional.empty(),
                        true,
                        IdKind.ALERT_CHANNEL.text(channel.id),
                        Map.of("kind", channel.kind, "error", error)));
            }
        }
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "alerts to merchants", this::merchants);
        work.every(ROUND, "alerts to people", this::people);
    }

    /** A webhook event is written in the transaction that ends the notification: once, whatever happens. */
    private void merchants() {
        transactions.commit(() -> notifications
                .claim(List.of(Notifications.MERCHANT_WEBHOOK), Notifications.NONE, MANY)
                .forEach(one -> {
                    outcomes.tellMerchant(one);
                    notifications.delivered(one);
                }));
    }

    /** Waits for no channel. What one of them could not do fails the round after, so that it is seen. */
    private void people() {
        transactions
                .commit(() -> notifications.waiting(Notifications.PEOPLE))
                .forEach(channel -> shares.begin(channel, () -> turns.take(channel)));
        shares.failure().ifPresent(failure -> {
            throw failure;
        });
    }
}
