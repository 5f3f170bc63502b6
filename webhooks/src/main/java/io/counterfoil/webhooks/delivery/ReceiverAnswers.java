package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Call;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What receivers answered, opened for whoever may see it: noted where it is about a customer, and gone with that person. */
@Singleton
final class ReceiverAnswers {

    private final ResponseBodies bodies;
    private final DataSubjects subjects;
    private final AccessLog log;

    @Inject
    ReceiverAnswers(ResponseBodies bodies, DataSubjects subjects, AccessLog log) {
        this.bodies = bodies;
        this.subjects = subjects;
        this.log = log;
    }

    /**
     * Attempts as they are shown.
     *
     * @param about the customer about whom something was opened
     */
    record Shown(List<Attempt.View> attempts, Optional<DataSubject> about) {}

    /** Opens the answers to all attempts of a delivery. */
    Shown shown(Delivery delivery, List<Attempt> attempts, Call call, String purpose) {
        Optional<DataSubject> about = attempts.stream()
                .flatMap(attempt -> attempt.subject().stream())
                .findFirst()
                .map(customer -> new DataSubject(delivery.merchantId, delivery.livemode, customer));
        boolean erased = about.map(subjects::standing)
                .filter(DataSubjects.Standing.ERASED::equals)
                .isPresent();
        List<Attempt.View> views =
                attempts.stream().map(attempt -> view(attempt, erased)).toList();
        Optional<DataSubject> opened =
                about.filter(subject -> views.stream().anyMatch(view -> view.responseBody() != null));
        opened.ifPresent(subject ->
                log.note(call, purpose, "", List.of(new AccessLog.Opened(subject, Set.of(ResponseBodies.COLUMN)))));
        return new Shown(views, opened);
    }

    private Attempt.View view(Attempt attempt, boolean erased) {
        byte[] sealed = attempt.responseBody;
        boolean gone = erased && attempt.subject().isPresent();
        try {
            return attempt.view(sealed == null || gone ? null : bodies.open(attempt.place(), sealed), gone);
        } catch (SubjectErased justNow) {
            return attempt.view(null, true);
        }
    }
}
