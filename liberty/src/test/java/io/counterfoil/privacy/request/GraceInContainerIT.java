package io.counterfoil.privacy.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.deadline.Regime;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A time to think, in which a confirmed request can be taken back; on the server's own workers. */
@ExtendWith(ArquillianExtension.class)
class GraceInContainerIT {

    @Inject
    private Transactions transactions;

    @Inject
    private Ids ids;

    @Inject
    private InstantSource time;

    @Inject
    private Confidences confidences;

    @Inject
    private Announcements announcements;

    private Requests withGrace(String grace) {
        Times times = new Times(
                time, name -> name.equals("counterfoil.privacy.grace") ? Optional.of(grace) : Optional.empty());
        return new Requests(transactions, ids, times, confidences, announcements);
    }

    private PrivacyRequest receive(Requests requests) {
        NewRequest wanted = new NewRequest(
                UUID.randomUUID(),
                false,
                RequestType.RESTRICTION,
                Regime.GDPR,
                Origin.MERCHANT,
                List.of(UUID.randomUUID()),
                Optional.empty(),
                Locale.ENGLISH);
        return transactions.commit(() -> requests.receive(wanted, Actor.SYSTEM));
    }

    @Test
    void what_is_taken_back_in_time_is_never_worked_on() {
        Requests requests = withGrace("PT3S");
        PrivacyRequest request = receive(requests);
        PrivacyRequest other = receive(requests);
        requests.cancel(request.key(), Actor.SUBJECT);

        // both would have been due by then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> requests.find(other.key()).orElseThrow().status() == RequestStatus.COMPLETED);
        PrivacyRequest cancelled = requests.find(request.key()).orElseThrow();
        assertThat(cancelled.status()).isEqualTo(RequestStatus.CANCELLED);
        assertThat(cancelled.timesTried()).isZero();
    }

    @Test
    void work_begins_when_the_time_is_over_and_then_it_is_too_late() {
        Requests requests = withGrace("PT2S");
        PrivacyRequest request = receive(requests);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> requests.find(request.key()).orElseThrow().status() == RequestStatus.COMPLETED);
        assertThat(requests.find(request.key()).orElseThrow().endedAt().orElseThrow())
                .isAfterOrEqualTo(request.receivedAt().plusSeconds(2));
        assertThatThrownBy(() -> requests.cancel(request.key(), Actor.SUBJECT))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409));
    }
}
