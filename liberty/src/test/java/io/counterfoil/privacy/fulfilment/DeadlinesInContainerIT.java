package io.counterfoil.privacy.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.privacy.deadline.Regime;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.NewRequest;
import io.counterfoil.privacy.request.Origin;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestQueue;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestType;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.request.Times;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A month passes, by a clock of the test's own. */
@ExtendWith(ArquillianExtension.class)
class DeadlinesInContainerIT {

    @Inject
    private Transactions transactions;

    @Inject
    private RequestQueue queue;

    @Inject
    private Requests requests;

    @Inject
    private ConfigurationSource configuration;

    private final List<Alarm> heard = new ArrayList<>();

    private PrivacyRequest receive(Origin origin) {
        NewRequest wanted = new NewRequest(
                UUID.randomUUID(),
                false,
                RequestType.RECTIFICATION,
                Regime.GDPR,
                origin,
                List.of(),
                Optional.empty(),
                Locale.ENGLISH);
        return transactions.commit(() -> requests.receive(wanted, Actor.SYSTEM));
    }

    private void lookAt(Instant now) {
        new Deadlines(
                        transactions,
                        queue,
                        requests,
                        new Times(InstantSource.fixed(now), configuration),
                        new Hearing(heard))
                .look();
    }

    private List<String> percents(PrivacyRequest request) {
        return heard.stream()
                .filter(alarm -> alarm.subject().equals(request.text()))
                .map(alarm -> alarm.facts().get("percent"))
                .toList();
    }

    @Test
    void half_four_fifths_and_all_of_the_time_are_told_once_each_and_not_a_moment_earlier() {
        PrivacyRequest request = receive(Origin.MERCHANT);
        Duration whole = Duration.between(request.receivedAt(), request.dueAt());
        List<String> told = new ArrayList<>();
        for (int percent : new int[] {50, 80, 100}) {
            Instant reached =
                    request.receivedAt().plus(whole.multipliedBy(percent).dividedBy(100));
            lookAt(reached.minusSeconds(1));
            assertThat(percents(request)).isEqualTo(told);
            told.add(Integer.toString(percent));
            lookAt(reached);
            lookAt(reached.plusSeconds(1));
            assertThat(percents(request)).isEqualTo(told);
        }
    }

    @Test
    void what_nobody_confirms_lapses_after_the_longest_lived_link() {
        PrivacyRequest request = receive(Origin.SUBJECT);
        lookAt(request.receivedAt().plus(Duration.ofDays(15)));
        assertThat(requests.find(request.key()).orElseThrow().status()).isEqualTo(RequestStatus.PENDING);
        lookAt(request.receivedAt().plus(Duration.ofDays(15)).plusSeconds(1));
        assertThat(requests.find(request.key()).orElseThrow().status()).isEqualTo(RequestStatus.CANCELLED);
    }

    /** Hears alarms instead of whoever acts on them. */
    private record Hearing(List<Alarm> heard) implements Event<Alarm> {

        @Override
        public void fire(Alarm alarm) {
            heard.add(alarm);
        }

        @Override
        public <U extends Alarm> CompletionStage<U> fireAsync(U alarm) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Alarm> CompletionStage<U> fireAsync(U alarm, NotificationOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Event<Alarm> select(Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Alarm> Event<U> select(Class<U> type, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Alarm> Event<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }
    }
}
