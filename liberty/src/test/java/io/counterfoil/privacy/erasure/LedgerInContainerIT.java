package io.counterfoil.privacy.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Database;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.privacy.certificate.Certificates;
import io.counterfoil.privacy.deadline.Regime;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.NewRequest;
import io.counterfoil.privacy.request.Origin;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestMoved;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestType;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger against the database: after a crash between the two, an erasure that was undone, and a file that lacks lines. */
@ExtendWith(ArquillianExtension.class)
class LedgerInContainerIT {

    private static final DatabaseOpened START = new DatabaseOpened();

    private static final String CUSTOMER = """
        INSERT INTO privacy.customer (merchant_id, id, livemode, created_at, email)
        VALUES (?, ?, false, now(), decode(repeat('01', 40), 'hex'))\
        """;

    @Inject
    private Erasure erasure;

    @Inject
    private Erasures erasures;

    @Inject
    private ErasureLedger ledger;

    @Inject
    private Replay replay;

    @Inject
    private RestoreWatch watch;

    @Inject
    private ErasedAgainInContainer again;

    @Inject
    private Database database;

    @Inject
    private LivingPeople people;

    @Inject
    private Requests requests;

    @Inject
    private Certificates certificates;

    @Inject
    private DataSubjects customers;

    @Inject
    private SubjectKeys keys;

    @Inject
    private Transactions transactions;

    @Inject
    private ConfigurationSource configuration;

    @Inject
    private Event<RequestMoved> moved;

    private final DataSubject subject = new DataSubject(UUID.randomUUID(), false, UUID.randomUUID());

    @BeforeEach
    void a_customer() {
        keys.create(subject.merchant(), subject.customer());
        transactions.commit(() -> transactions.sql().update(CUSTOMER, subject.merchant(), subject.customer()));
    }

    /** What a server leaves that dies between the line and the commit. */
    private LedgerLine crashed() {
        LedgerLine line = new LedgerLine(subject, Instant.now().truncatedTo(ChronoUnit.MICROS));
        ledger.add(line);
        return line;
    }

    private DataSubjects.Standing standing() {
        return customers.standing(subject);
    }

    @Test
    void an_erasure_that_a_crash_cut_off_is_certified_with_all_that_was_destroyed() {
        Instant at = crashed().at();
        replay.replay(START);
        assertThat(standing()).isEqualTo(DataSubjects.Standing.ERASED);

        MerchantScopedId request = ask().key();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> requests.find(request).orElseThrow().status() == RequestStatus.COMPLETED);

        assertThat(certificates.find(request))
                .hasValueSatisfying(certificate -> assertThat(certificate)
                        .contains("\"customer.email\":1", "\"erased_at\":\"" + at)
                        .containsPattern("\"key_generation\":\\d"));
    }

    private PrivacyRequest ask() {
        NewRequest wanted = new NewRequest(
                subject.merchant(),
                subject.livemode(),
                RequestType.ERASURE,
                Regime.GDPR,
                Origin.MERCHANT,
                List.of(subject.customer()),
                Optional.empty(),
                Locale.ENGLISH);
        return transactions.commit(() -> requests.receive(wanted, Actor.SYSTEM));
    }

    @Test
    void who_was_not_erased_in_the_end_is_not_erased_at_the_next_start() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    erasure.erase(subject, "key_test", "");
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ledger.linesOf(subject).isEmpty());
        replay.replay(START);
        assertThat(standing()).isEqualTo(DataSubjects.Standing.PRESENT);
    }

    @Test
    void whose_erasure_was_refused_after_a_crash_is_not_erased_at_the_next_start() {
        crashed();
        transactions.commit(() -> moved.fire(new RequestMoved(
                "refused",
                new MerchantScopedId(subject.merchant(), UUID.randomUUID()),
                subject.livemode(),
                RequestType.ERASURE,
                Origin.MERCHANT,
                RequestStatus.REFUSED,
                true,
                List.of(subject.customer()))));
        replay.replay(START);
        assertThat(standing()).isEqualTo(DataSubjects.Standing.PRESENT);
        assertThat(ledger.linesOf(subject)).isEmpty();
    }

    /** Its commit was not answered, but had happened: the line must outlive a restore. */
    @Test
    void the_line_of_who_was_erased_is_not_taken_back() {
        erasure.erase(subject, "key_test", "");
        List<LedgerLine> lines = ledger.linesOf(subject);
        lines.forEach(people::undone);
        people.settle();
        people.spare(subject);
        assertThat(ledger.linesOf(subject)).isEqualTo(lines).hasSize(1);
    }

    @Test
    void a_ledger_that_lacks_what_the_database_knows_keeps_the_server_from_getting_ready() throws IOException {
        erasure.erase(subject, "key_test", "");
        List<String> whole = Files.readAllLines(ledger.file());
        String mine = ledger.linesOf(subject).get(0).text();
        try {
            Files.write(
                    ledger.file(),
                    whole.stream().filter(line -> !line.startsWith(mine)).toList());
            assertThatThrownBy(() -> replay.replay(START))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("lacks 1 erasures that the database knows")
                    .hasMessageContaining("COUNTERFOIL_PRIVACY_LEDGER_REBUILD");
            Files.delete(ledger.file());
            assertThatThrownBy(() -> replay.replay(START))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("Put it back");

            replayOf(this::rebuilding).replay(START);
            assertThat(ledger.linesOf(subject)).hasSize(1);
            replay.replay(START);
        } finally {
            Files.write(ledger.file(), whole);
        }
        replay.replay(START);
    }

    private void restoreBehindTheServer() {
        keys.create(subject.merchant(), subject.customer());
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE privacy.customer SET erased_at = NULL, email = decode(repeat('01', 40), 'hex')"
                                + " WHERE merchant_id = ? AND id = ?",
                        subject.merchant(),
                        subject.customer()));
    }

    @Test
    void a_restore_behind_the_running_server_is_noticed_and_nobody_is_served_until_it_is_erased_again() {
        erasure.erase(subject, "key_test", "");
        watch.look();
        restoreBehindTheServer();
        watch.look();
        assertThat(standing()).isEqualTo(DataSubjects.Standing.ERASED);
        assertThat(again.readinessAt(subject))
                .hasValueSatisfying(reason -> assertThat(reason).contains("restored"));
        assertThat(database.trouble()).isEmpty();
    }

    @Test
    void a_server_whose_ledger_is_gone_when_the_database_is_restored_waits_for_it() throws IOException {
        erasure.erase(subject, "key_test", "");
        watch.look();
        Path aside = ledger.file().resolveSibling("aside");
        Files.move(ledger.file(), aside);
        try {
            restoreBehindTheServer();
            // the scheduled round may have come first
            assertThatThrownBy(watch::look).isInstanceOf(DatabaseRefused.class).hasMessageContaining("Put it back");
            assertThat(database.trouble())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("Put it back"));
        } finally {
            Files.move(aside, ledger.file(), StandardCopyOption.REPLACE_EXISTING);
        }
        watch.look();
        assertThat(database.trouble()).isEmpty();
        assertThat(standing()).isEqualTo(DataSubjects.Standing.ERASED);
    }

    @Test
    void an_erasure_that_was_undone_is_no_restore() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    erasure.erase(subject, "key_test", "");
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        watch.look();
        watch.look();
        assertThat(standing()).isEqualTo(DataSubjects.Standing.PRESENT);
    }

    /** Each writes into the ledger in its home what it erased itself; the database knows what all did. */
    @Test
    void servers_on_one_database_that_share_no_ledger_take_up_what_the_others_erased() throws IOException {
        erasure.erase(subject, "key_test", "");
        List<String> whole = Files.readAllLines(ledger.file());
        String theirs = ledger.linesOf(subject).get(0).text();
        try {
            Files.write(
                    ledger.file(),
                    whole.stream().filter(line -> !line.startsWith(theirs)).toList());
            assertThatThrownBy(() -> replayOf(this::sharing).replay(START))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("Put it back");
            replayOf(this::external).replay(START);
            assertThat(ledger.linesOf(subject)).hasSize(1);
        } finally {
            Files.write(ledger.file(), whole);
        }
    }

    private Replay replayOf(ConfigurationSource settings) {
        return new Replay(ledger, erasures, erasure, settings);
    }

    private Optional<String> external(String name) {
        return name.equals("counterfoil.database.url")
                ? Optional.of("jdbc:postgresql://elsewhere/counterfoil")
                : configuration.value(name);
    }

    private Optional<String> sharing(String name) {
        return name.equals("counterfoil.privacy.ledger")
                ? Optional.of(ledger.file().toString())
                : external(name);
    }

    private Optional<String> rebuilding(String name) {
        return name.equals("counterfoil.privacy.ledger.rebuild") ? Optional.of("true") : configuration.value(name);
    }
}
