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

/**
 * Tells what is due, each kind of channel in a lane of its own. What does not arrive is tried again: after five seconds,
 * then each time twice as long, up to five minutes, until the setting says to give up.
 */
@Singleton
final class Dispatch {

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration DOWN_AFTER = Duration.ofMinutes(5);
    private static final int FIRST_PAUSE_SECONDS = 5;
    private static final int FEW = 10;
    private static final int MANY = 100;

    private final Notifications notifications;
    private final AlertChannels channels;
    private final Telling telling;
    private final Transactions transactions;
    private final Outcomes outcomes;

    @Inject
    Dispatch(
            Notifications notifications,
            AlertChannels channels,
            Telling telling,
            Transactions transactions,
            Outcomes outcomes) {
        this.notifications = notifications;
        this.channels = channels;
        this.telling = telling;
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
        work.every(ROUND, "alerts by mail", () -> people(AlertChannel.EMAIL));
        work.every(ROUND, "alerts to chats", () -> people(AlertChannel.SLACK));
        work.every(ROUND, "alerts by webhook", () -> people(AlertChannel.LANE_OF_WEBHOOKS));
        work.every(Duration.ofHours(1), "old notifications", notifications::forget);
    }

    /** A webhook event is written in the transaction that ends the notification: once, whatever happens. */
    private void merchants() {
        transactions.commit(
                () -> notifications.claim(Notifications.MERCHANT_WEBHOOK, MANY).forEach(one -> {
                    outcomes.tellMerchant(one);
                    notifications.delivered(one);
                }));
    }

    private void people(String lane) {
        List<Notifications.Claimed> due = transactions.commit(() -> notifications.claim(lane, FEW));
        for (Notifications.Claimed one : due) {
            Optional<AlertChannel> channel = channels.find(one.channel());
            if (channel.isEmpty()) {
                transactions.commit(() -> notifications.giveUp(one));
            } else {
                tell(one, channel.get());
            }
        }
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
