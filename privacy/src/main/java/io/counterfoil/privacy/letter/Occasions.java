package io.counterfoil.privacy.letter;

import io.counterfoil.domain.mail.Postbox;
import io.counterfoil.privacy.request.Origin;
import io.counterfoil.privacy.request.RequestMoved;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.Requests;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Notices when a letter is due. Only who came by the page is written to: a merchant speaks to its customers itself. */
@Singleton
final class Occasions {

    private final LetterQueue queue;
    private final Requests requests;
    private final Postbox postbox;

    @Inject
    Occasions(LetterQueue queue, Requests requests, Postbox postbox) {
        this.queue = queue;
        this.requests = requests;
        this.postbox = postbox;
    }

    void on(@Observes RequestMoved moved) {
        if (moved.origin() != Origin.SUBJECT) {
            return;
        }
        // without a mail server only what brings a link is made: an operator hands it on
        Optional<Occasion> occasion =
                occasion(moved).filter(due -> postbox.open() || due == Occasion.CONFIRM || due == Occasion.COPY_READY);
        if (occasion.isPresent()) {
            queue.add(moved.key(), occasion.get());
        } else if (!moved.status().open()) {
            requests.forgetAddress(moved.key());
        }
    }

    static Optional<Occasion> occasion(RequestMoved moved) {
        if (moved.verb().equals("received")) {
            return Optional.of(Occasion.CONFIRM);
        }
        if (moved.verb().equals("extended")) {
            return Optional.of(Occasion.EXTENDED);
        }
        if (moved.status() == RequestStatus.REFUSED) {
            return Optional.of(Occasion.REFUSED);
        }
        if (moved.status() != RequestStatus.COMPLETED) {
            return Optional.empty();
        }
        return Optional.of(
                switch (moved.type()) {
                    case ACCESS, PORTABILITY -> Occasion.COPY_READY;
                    case ERASURE -> Occasion.ERASED;
                    case RECTIFICATION, RESTRICTION -> Occasion.DONE;
                });
    }
}
