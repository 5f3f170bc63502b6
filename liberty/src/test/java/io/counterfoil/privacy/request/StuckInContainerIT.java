package io.counterfoil.privacy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.privacy.deadline.Regime;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server does that could not do its work. */
@ExtendWith(ArquillianExtension.class)
class StuckInContainerIT {

    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

    private static final Consumer<PrivacyRequest> STICK = request -> request.stick("the disk is full", LATER);

    @Inject
    private Requests requests;

    private PrivacyRequest unconfirmed() {
        return requests.receive(
                new NewRequest(
                        UUID.randomUUID(),
                        false,
                        RequestType.ACCESS,
                        Regime.GDPR,
                        Origin.SUBJECT,
                        List.of(),
                        Optional.empty(),
                        Locale.ENGLISH),
                Actor.SYSTEM);
    }

    /** A copy that took longer than its lease: another server took it up too, and was the first to have done it. */
    @Test
    void what_another_server_has_ended_stays_so_and_nobody_is_told_anew() {
        PrivacyRequest request = unconfirmed();
        requests.cancel(request.key(), Actor.SYSTEM);
        assertThat(requests.stick(request.key(), STICK)).isEmpty();
        assertThat(requests.find(request.key()).orElseThrow().stuckReason).isNull();
    }

    @Test
    void what_is_open_says_why_and_when_it_is_tried_again() {
        PrivacyRequest request = unconfirmed();
        assertThat(requests.stick(request.key(), STICK)).isPresent();
        PrivacyRequest stuck = requests.find(request.key()).orElseThrow();
        assertThat(stuck.stuckReason).isEqualTo("the disk is full");
        assertThat(stuck.askAt).isEqualTo(LATER);
    }
}
