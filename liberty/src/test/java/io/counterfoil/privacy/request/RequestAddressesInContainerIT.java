package io.counterfoil.privacy.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.privacy.blindindex.BlindIndex;
import io.counterfoil.privacy.customer.MailAddresses;
import io.counterfoil.privacy.deadline.Regime;
import io.counterfoil.privacy.erasure.Erased;
import io.counterfoil.privacy.erasure.Erasure;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the addresses that requests came with, when the person is erased by another one. */
@ExtendWith(ArquillianExtension.class)
class RequestAddressesInContainerIT {

    private static final String ADDRESS = "erika@example.com";

    private static final String CUSTOMER = """
        INSERT INTO privacy.customer (merchant_id, id, livemode, created_at, email) VALUES (?, ?, false, now(), ?)\
        """;

    @Inject
    private Requests requests;

    @Inject
    private Confidences confidences;

    @Inject
    private MailAddresses addresses;

    @Inject
    private ConfigurationSource configuration;

    @Inject
    private Erasure erasure;

    @Inject
    private SubjectKeys keys;

    @Inject
    private PersonalDataVault vault;

    @Inject
    private BlindIndex index;

    @Inject
    private Transactions transactions;

    private final UUID merchant = UUID.randomUUID();

    private DataSubject customer() {
        DataSubject customer = new DataSubject(merchant, false, UUID.randomUUID());
        keys.create(merchant, customer.customer());
        byte[] sealed = vault.seal(
                        new Field(
                                merchant,
                                Optional.of(customer.customer()),
                                "customer.email",
                                IdKind.CUSTOMER.text(customer.customer())),
                        ADDRESS.getBytes(StandardCharsets.UTF_8))
                .bytes();
        transactions.commit(() -> {
            transactions.sql().update(CUSTOMER, merchant, customer.customer(), sealed);
            index.put(customer, "customer.email", ADDRESS);
        });
        return customer;
    }

    private PrivacyRequest asked(RequestType type) {
        NewRequest wanted = new NewRequest(
                merchant,
                false,
                type,
                Regime.GDPR,
                Origin.SUBJECT,
                List.of(),
                Optional.of("Erika@Example.com"),
                Locale.ENGLISH);
        return requests.receive(wanted, Actor.SUBJECT);
    }

    /** Confirmed, and waiting for a person. */
    private PrivacyRequest rectification(List<UUID> whose) {
        PrivacyRequest request = asked(RequestType.RECTIFICATION);
        requests.verify(request.key(), whose);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> requests.find(request.key()).orElseThrow().status() == RequestStatus.IN_PROGRESS);
        return request;
    }

    private void sweepAt(Instant now) {
        new RequestAddresses(transactions, confidences, addresses, new Times(InstantSource.fixed(now), configuration))
                .sweep();
    }

    /** So that whoever asks again and again for somebody else is counted. */
    @Test
    void of_what_was_taken_back_a_hash_stays_for_a_day_and_goes_with_the_person() {
        DataSubject person = customer();
        PrivacyRequest request = asked(RequestType.ACCESS);
        Instant ended = requests.cancel(request.key(), Actor.SYSTEM).endedAt().orElseThrow();
        sweepAt(ended.plus(Duration.ofDays(1)).minusMillis(1));
        assertThat(requests.from(merchant, false, ADDRESS)).hasSize(1).allMatch(left -> left.email == null);
        sweepAt(ended.plus(Duration.ofDays(1)));
        assertThat(requests.from(merchant, false, ADDRESS)).isEmpty();

        requests.cancel(asked(RequestType.ACCESS).key(), Actor.SYSTEM);
        erasure.erase(person, "key_test", "");
        assertThat(requests.from(merchant, false, ADDRESS)).isEmpty();
    }

    private boolean remembered(PrivacyRequest request) {
        PrivacyRequest found = requests.find(request.key()).orElseThrow();
        assertThat(found.email == null).isEqualTo(found.emailIndex == null);
        return found.email != null;
    }

    @Test
    void they_go_with_the_person_confirmed_or_not() {
        DataSubject person = customer();
        PrivacyRequest unconfirmed = asked(RequestType.ACCESS);
        PrivacyRequest open = rectification(List.of(person.customer()));

        Erased erased = erasure.erase(person, "key_test", "");

        assertThat(remembered(unconfirmed)).isFalse();
        assertThat(remembered(open)).isFalse();
        assertThat(erased.destroyed()).containsEntry("request.email", 2).containsEntry("request.email_index", 2);
        long left = transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT count(*) FROM privacy_keys.subject_key WHERE merchant_id = ? AND subject_id IN (?, ?)",
                        row -> row.getLong(1),
                        merchant,
                        unconfirmed.key().id(),
                        open.key().id())
                .orElseThrow());
        assertThat(left).isZero();
    }

    @Test
    void they_stay_for_whoever_else_has_the_address_until_the_last_one_goes() {
        DataSubject one = customer();
        DataSubject other = customer();
        PrivacyRequest unconfirmed = asked(RequestType.ACCESS);
        PrivacyRequest open = rectification(List.of(one.customer(), other.customer()));

        erasure.erase(one, "key_test", "");
        assertThat(remembered(unconfirmed)).isTrue();
        assertThat(remembered(open)).isTrue();

        erasure.erase(other, "key_test", "");
        assertThat(remembered(unconfirmed)).isFalse();
        assertThat(remembered(open)).isFalse();
    }
}
