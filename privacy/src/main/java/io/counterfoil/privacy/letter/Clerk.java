package io.counterfoil.privacy.letter;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.mail.LetterNotSent;
import io.counterfoil.domain.mail.Postbox;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Rounds;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Requests;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends what is due. A letter is sent at least once: a server that dies between the mail server's yes and its own note sends
 * another one, with another link.
 */
@Singleton
final class Clerk {

    private static final Logger LOG = Logger.getLogger(Clerk.class.getName());
    private static final int MOST_TRIES = 60;

    private final LetterQueue queue;
    private final Drafts drafts;
    private final Requests requests;
    private final Transactions transactions;
    private final Postbox postbox;

    @Inject
    Clerk(LetterQueue queue, Drafts drafts, Requests requests, Transactions transactions, Postbox postbox) {
        this.queue = queue;
        this.drafts = drafts;
        this.requests = requests;
        this.transactions = transactions;
        this.postbox = postbox;
    }

    void start(@Observes DatabaseReady ready, Rounds rounds) {
        rounds.recover("letter", queue::claimDue, this::send);
    }

    private void send(LetterRow letter) {
        Optional<Drafts.Draft> draft = transactions.commit(() -> drafts.draft(letter));
        try {
            draft.filter(written -> postbox.open()).ifPresent(written -> postbox.send(written.letter()));
        } catch (LetterNotSent failure) {
            if (letter.timesAsked() < MOST_TRIES) {
                Duration pause = Pace.pause(letter.timesAsked() + 2);
                LOG.log(Level.WARNING, "A letter about {0} was not sent: {1}. Tried again in {2} s.", new Object[] {
                    drafts.name(letter), failure.getMessage(), Long.toString(pause.toSeconds())
                });
                queue.postpone(letter, pause);
                return;
            }
            LOG.log(Level.WARNING, "A letter about {0} was given up: {1}.", new Object[] {
                drafts.name(letter), failure.getMessage()
            });
        }
        transactions.commit(() -> done(letter));
    }

    /** After the last letter about what has ended, the address goes. */
    private void done(LetterRow letter) {
        boolean last = queue.removeAndAskWhetherLast(letter);
        boolean ended = requests.find(letter.request())
                .map(PrivacyRequest::status)
                .filter(status -> !status.open())
                .isPresent();
        if (last && ended) {
            requests.forgetAddress(letter.request());
        }
    }
}
