package io.counterfoil.monitoring.peopleletter;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.mail.Letter;
import io.counterfoil.domain.mail.LetterNotSent;
import io.counterfoil.domain.mail.Postbox;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Rounds;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends what is due, at most once: what the mail server refused is tried again, what it may have taken is not. */
@Singleton
final class Postman {

    private static final Logger LOG = Logger.getLogger(Postman.class.getName());
    private static final int MOST_TRIES = 60;

    private final PeopleLetters letters;
    private final Addresses addresses;
    private final Merchants merchants;
    private final Postbox postbox;

    @Inject
    Postman(PeopleLetters letters, Addresses addresses, Merchants merchants, Postbox postbox) {
        this.letters = letters;
        this.addresses = addresses;
        this.merchants = merchants;
        this.postbox = postbox;
    }

    void start(@Observes DatabaseReady ready, Rounds rounds) {
        rounds.recover(
                "people letter", letters::claimDue, due -> letters.take(due).ifPresent(this::send));
    }

    private void send(PeopleLetter letter) {
        Optional<String> address = addresses.email(
                letter.merchantId, letter.livemode, letter.subjectId, IdKind.INCIDENT.text(letter.incidentId));
        if (address.isEmpty() || !postbox.open()) {
            letters.end(letter, "unsent");
            return;
        }
        try {
            postbox.send(draft(letter, address.get()));
            letters.end(letter, "sent");
        } catch (LetterNotSent failure) {
            failed(letter, failure);
        }
    }

    private void failed(PeopleLetter letter, LetterNotSent failure) {
        boolean hopeless = letter.timesAsked >= MOST_TRIES;
        Duration pause = Pace.pause(letter.timesAsked + 2);
        LOG.log(Level.WARNING, "A letter to {0} was not sent: {1}; {2}.", new Object[] {
            IdKind.CUSTOMER.text(letter.subjectId),
            failure.getMessage(),
            hopeless ? "given up" : "tried again in " + pause.toSeconds() + " s"
        });
        if (hopeless) {
            letters.end(letter, "unsent");
        } else {
            letters.again(letter, pause);
        }
    }

    /** GDPR, Article 34(2): plain language, nature, consequences, measures, whom to ask. */
    private Letter draft(PeopleLetter letter, String address) {
        String merchant = merchants.name(letter.merchantId);
        String text = """
            Somebody who should not have may have seen data about you that %1$s keeps.

            What happened: a key to our systems was in other hands. It may have been used since %2$s.
            What was seen of you: %3$s.
            What we did: the key no longer works, and what was done with it has been reviewed.
            What you can do: be wary of messages and calls that know these data of you, and never tell anybody a password or a
            code that was sent to you.

            Whom you can ask: %1$s.
            """.formatted(merchant, letter.since, letter.fields.replace(",", ", "));
        return new Letter(address, "About your data at " + merchant, text);
    }
}
