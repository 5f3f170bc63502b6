package io.counterfoil.privacy.letter;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.mail.Letter;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.privacy.link.Link;
import io.counterfoil.privacy.link.Links;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.Confidences;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes letters. Whether somebody is known here never shows: all who ask are written to, and asked to confirm. */
@Singleton
final class Drafts {

    /** So many letters that ask for a confirmation does one address get in a day, whoever asks. */
    private static final int MOST_A_DAY = 3;

    private final Requests requests;
    private final Confidences confidences;
    private final Links links;
    private final Merchants merchants;
    private final Times times;

    @Inject
    Drafts(Requests requests, Confidences confidences, Links links, Merchants merchants, Times times) {
        this.requests = requests;
        this.confidences = confidences;
        this.links = links;
        this.merchants = merchants;
        this.times = times;
    }

    /** A letter that is ready to be sent. */
    record Draft(Letter letter) {}

    String name(LetterRow letter) {
        return IdKind.PRIVACY_REQUEST.text(letter.request().id());
    }

    /** Writes a letter, and makes the link in it, inside the running transaction; nothing where none is to be sent. */
    Optional<Draft> draft(LetterRow letter) {
        Optional<PrivacyRequest> request = requests.find(letter.request());
        Optional<String> address = request.flatMap(confidences::email);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        noted(request.get(), letter.occasion());
        if (letter.occasion() != Occasion.CONFIRM) {
            return Optional.of(write(letter.occasion(), request.get(), address.get()));
        }
        return confirmation(request.get(), address.get());
    }

    private void noted(PrivacyRequest request, Occasion occasion) {
        Set<String> fields = new HashSet<>(Set.of("request.email"));
        if (occasion.withReason()) {
            fields.add(occasion == Occasion.REFUSED ? "request.refusal_reason" : "request.extension_reason");
        }
        confidences.note(
                request, request.customers(), AccessLog.Opener.system(request.text()), "privacy_letter.write", fields);
    }

    /** A second request for the same is not another one: the first one's requester gets another link. */
    private Optional<Draft> confirmation(PrivacyRequest request, String address) {
        List<PrivacyRequest> sameAddress =
                requests.from(request.key().merchantId(), request.livemode(), address).stream()
                        .filter(other -> other.livemode() == request.livemode())
                        .toList();
        Optional<PrivacyRequest> earlier = sameAddress.stream()
                .filter(other ->
                        other.type() == request.type() && other.status().open())
                .filter(other -> other.receivedAt().isBefore(request.receivedAt()))
                .findFirst();
        long today = sameAddress.stream()
                .filter(other -> other.receivedAt().isAfter(times.now().minus(Duration.ofDays(1))))
                .count();
        if (earlier.isPresent()) {
            requests.change(request.key(), Actor.SYSTEM, "merged", merged -> merged.cancel(times.now()));
        }
        if (today > MOST_A_DAY) {
            return Optional.empty();
        }
        PrivacyRequest asked = earlier.orElse(request);
        return Optional.of(write(asked.verified() ? Occasion.STATUS : Occasion.CONFIRM, asked, address));
    }

    private Draft write(Occasion occasion, PrivacyRequest request, String address) {
        Wording wording = new Wording(request.language());
        String merchant = merchants.name(request.key().merchantId());
        Optional<Link> link = occasion.withLink() ? Optional.of(links.make(request)) : Optional.empty();
        String text = wording.text(
                occasion,
                merchant,
                wording.type(request.type().text()),
                link.map(links::reveal).orElse(""),
                wording.day(
                        occasion == Occasion.EXTENDED
                                ? request.dueAt()
                                : link.map(Link::expiresAt).orElse(times.now())),
                (occasion.withReason() ? confidences.toldReason(request) : Optional.<String>empty()).orElse("–"));
        return new Draft(new Letter(address, wording.subject(occasion, merchant), text));
    }
}
