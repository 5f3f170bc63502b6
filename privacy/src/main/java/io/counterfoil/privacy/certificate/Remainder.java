package io.counterfoil.privacy.certificate;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.payment.Bookings;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.privacy.classification.Classification;
import io.counterfoil.privacy.classification.PersonalColumn;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an erasure leaves: what the law wants kept, and others who have the data. */
@Singleton
final class Remainder {

    private static final String THE_MERCHANT = "the merchant";
    private static final String TEN_YEARS = "ten years";

    private final Transactions transactions;
    private final Classification classification;
    private final Bookings bookings;

    @Inject
    Remainder(Transactions transactions, Classification classification, Bookings bookings) {
        this.transactions = transactions;
        this.classification = classification;
        this.bookings = bookings;
    }

    /** What is kept of these people. Who never paid is in no books. */
    List<Certificate.Retained> retained(List<DataSubject> subjects) {
        Optional<Instant> lastBooked = subjects.stream()
                .flatMap(subject -> bookings.last(subject).stream())
                .max(Instant::compareTo);
        return classification.columns().stream()
                .filter(column -> column.onErasure() == Personal.Fate.RETAINED)
                .filter(column -> lastBooked.isPresent() || !booked(column))
                .map(column -> new Certificate.Retained(
                        column.name(),
                        column.basis().name().toLowerCase(Locale.ROOT),
                        column.retention(),
                        until(column, lastBooked)))
                .toList();
    }

    private static boolean booked(PersonalColumn column) {
        return column.retention().startsWith(TEN_YEARS);
    }

    private static @Nullable Instant until(PersonalColumn column, Optional<Instant> lastBooked) {
        return booked(column) ? lastBooked.map(Remainder::booksUntil).orElse(null) : null;
    }

    /** Books are kept for ten years from the end of the year in which something was booked. */
    static Instant booksUntil(Instant booked) {
        return booked.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfYear(1)
                .plusYears(11)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /**
     * Those that the columns name, and whoever else has acknowledged. The merchant hears by the event customer.erased, which
     * is stored with the erasure; others hear from the merchant.
     */
    List<Certificate.Recipient> recipients(MerchantScopedId request, Instant erased) {
        Map<String, Instant> acknowledged = transactions
                .session(session -> session.createSelectionQuery(
                                "from AcknowledgementRow where merchantId = :merchant and requestId = :request",
                                AcknowledgementRow.class)
                        .setParameter("merchant", request.merchantId())
                        .setParameter("request", request.id())
                        .getResultList())
                .stream()
                .collect(Collectors.toMap(
                        AcknowledgementRow::recipient, AcknowledgementRow::acknowledgedAt, (a, b) -> a, TreeMap::new));
        Set<String> all = new TreeSet<>(acknowledged.keySet());
        all.add(THE_MERCHANT);
        classification.columns().forEach(column -> all.addAll(column.recipients()));
        return all.stream()
                .map(recipient -> new Certificate.Recipient(
                        recipient, recipient.equals(THE_MERCHANT) ? erased : null, acknowledged.get(recipient)))
                .toList();
    }
}
