package io.counterfoil.monitoring.alertchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.monitoring.alert.AlertNews;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whom news of an alert is written for. */
@ExtendWith(ArquillianExtension.class)
class NotificationsInContainerIT {

    private static final List<UUID> MERCHANTS = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());

    @Inject
    private Event<AlertNews> news;

    @Inject
    private Transactions transactions;

    @Inject
    private AlertChannels channels;

    private final UUID channel = UUID.randomUUID();

    @AfterEach
    void asItWas() {
        channels.delete(channel);
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "DELETE FROM monitoring.alert_notification WHERE rule = 'an_outage' OR channel_id = ?",
                        channel));
    }

    @Test
    void an_outage_that_strikes_every_merchant_is_told_to_each_of_them_and_once_to_the_people_of_a_channel() {
        channels.create(channel, AlertChannel.EMAIL, "On call", "oncall@example.com", "info");

        transactions.commit(() -> MERCHANTS.forEach(this::tell));

        assertThat(waiting(channel)).containsExactly(3);
        assertThat(waiting(Notifications.NONE)).containsExactly(1, 1, 1);
    }

    private void tell(UUID merchant) {
        news.fire(new AlertNews(
                Optional.of(merchant),
                UUID.randomUUID(),
                true,
                "an_outage",
                "Nothing works",
                "critical",
                "server",
                "{}",
                1,
                false,
                "docs/runbooks/an_outage.md"));
    }

    /** How many alerts each notification of a channel is about. */
    private List<Integer> waiting(UUID of) {
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        "SELECT alerts FROM monitoring.alert_notification WHERE channel_id = ? AND rule = 'an_outage'",
                        row -> row.getInt(1),
                        of));
    }
}
