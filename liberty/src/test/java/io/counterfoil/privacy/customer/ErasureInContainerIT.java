package io.counterfoil.privacy.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.erasure.Erased;
import io.counterfoil.privacy.erasure.Erasure;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The act of erasing, on the application's own beans. */
@ExtendWith(ArquillianExtension.class)
class ErasureInContainerIT {

    private static final CustomerData DATA =
            new CustomerData("u-1", "erika@example.com", "Erika Mustermann", "+4930123456", null);
    private static final byte[] TEXT = "For Erika".getBytes(StandardCharsets.UTF_8);

    private final UUID merchant = UUID.randomUUID();

    @Inject
    private Records records;

    @Inject
    private Customers customers;

    @Inject
    private Erasure erasure;

    @Inject
    private PersonalDataVault vault;

    @Inject
    private SealedFields fields;

    @Inject
    private CustomerRetention retention;

    @Inject
    private Instance<SubjectRecords> slices;

    @Inject
    private Transactions transactions;

    @Inject
    private DirectTransactions direct;

    @Inject
    private ConfigurationSource configuration;

    private DataSubject subject;
    private Field note;
    private Sealed sealedNote;
    private Customer before;

    @BeforeEach
    void a_customer() {
        subject = records.create(merchant, false, DATA).subject();
        note = new Field(merchant, Optional.of(subject.customer()), "payment.description", "pay_1");
        sealedNote = vault.seal(note, TEXT);
        before = customers.find(subject).orElseThrow();
    }

    private long count(String query) {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        query + " WHERE merchant_id = ? AND subject_id = ?",
                        row -> row.getLong(1),
                        merchant,
                        subject.customer())
                .orElseThrow());
    }

    @Test
    void destroys_the_key_the_values_and_the_index_and_says_so() {
        Erased erased = erasure.erase(subject, "key_test", "127.0.0.1");

        assertThat(erased.keyEpoch()).isPresent();
        assertThat(erased.destroyed())
                .containsEntry("customer.email", 1)
                .containsEntry("customer.name", 1)
                .containsEntry("blind_index.token", 1)
                .doesNotContainKey("customer.address");
        assertThat(customers.standing(subject)).isEqualTo(DataSubjects.Standing.ERASED);
        assertThat(customers.withEmail(merchant, false, "erika@example.com")).isEmpty();
        assertThat(count("SELECT count(*) FROM privacy_keys.subject_key")).isZero();
        assertThat(count("SELECT count(*) FROM privacy.blind_index")).isZero();
    }

    /** What was read from the table before, as a copy of the database would have it. */
    @Test
    void nothing_that_was_sealed_opens_and_nothing_can_be_sealed() {
        erasure.erase(subject, "key_test", "");
        assertThatThrownBy(() -> vault.open(note, sealedNote)).isInstanceOf(SubjectErased.class);
        assertThatThrownBy(() -> fields.open(before)).isInstanceOf(SubjectErased.class);
        assertThatThrownBy(() -> vault.seal(note, TEXT)).isInstanceOf(SubjectErased.class);
        Field merchants = new Field(merchant, Optional.empty(), note.column(), note.row());
        assertThatThrownBy(() -> vault.open(merchants, sealedNote)).isInstanceOf(SealBroken.class);
        DataSubject other = records.create(merchant, false, DATA).subject();
        Field others = new Field(merchant, Optional.of(other.customer()), note.column(), note.row());
        assertThatThrownBy(() -> vault.open(others, sealedNote)).isInstanceOf(SealBroken.class);
    }

    /** Whichever comes first: a change that is under way when the erasure comes, holds it up. */
    @Test
    void what_is_changed_meanwhile_leaves_nothing_to_find_the_person_by() throws Exception {
        DataSubject person =
                records.create(merchant, false, CustomerData.NOTHING).subject();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Erased> erased = transactions.commit(() -> {
                records.change(person, body("{\"email\":\"wer@example.com\"}"));
                Future<Erased> erasing = threads.submit(() -> erasure.erase(person, "key_test", ""));
                await().atMost(Duration.ofSeconds(20)).until(() -> erasing.isDone() || somebodyWaits());
                return erasing;
            });
            erased.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(customers.withEmail(merchant, false, "wer@example.com")).isEmpty();
        assertThatThrownBy(() -> records.change(person, body("{\"email\":\"wer@example.com\"}")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("customer_erased"));
    }

    private static Body<CustomerRequest> body(String json) {
        JsonNode tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        return new Body<>(Json.value(tree, CustomerRequest.class), tree);
    }

    private boolean somebodyWaits() {
        return direct.sql()
                .first("SELECT 1 FROM pg_catalog.pg_locks WHERE NOT granted LIMIT 1", row -> true)
                .isPresent();
    }

    @Test
    void what_was_undone_with_its_transaction_was_not_erased() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    erasure.erase(subject, "key_test", "");
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        // a key that was looked at meanwhile may be remembered as gone for half a second
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(vault.open(note, sealedNote)).isEqualTo(TEXT));
        assertThat(customers.withEmail(merchant, false, "erika@example.com")).containsExactly(subject);
    }

    @Test
    void is_in_the_ledger_by_ids_alone() throws IOException {
        erasure.erase(subject, "key_test", "");
        String ledger = Files.readString(ServerSettings.HOME.in(configuration).resolve("privacy/erasures"));
        assertThat(ledger).contains(before.text()).doesNotContain("erika", "Erika");
    }

    @Test
    void can_be_repeated_and_says_the_same() {
        Erased erased = erasure.erase(subject, "key_test", "");
        assertThat(erasure.erase(subject, "key_test", "")).isEqualTo(erased);
    }

    @Test
    void an_export_collects_from_every_slice_what_was_planted() {
        List<SubjectRecord> collected = new ArrayList<>();
        slices.forEach(slice -> slice.collect(subject, collected::add));
        assertThat(collected)
                .filteredOn(record -> record.kind().equals("customers"))
                .singleElement()
                .satisfies(record -> assertThat(record.members())
                        .containsEntry("email", "erika@example.com")
                        .containsEntry("phone", "+4930123456"));
    }

    @Test
    void a_field_past_its_retention_goes_with_its_index_and_the_others_stay() {
        retention.expire("customer.email", before.createdAt);
        assertThat(fields.open(customers.find(subject).orElseThrow()).email()).isEqualTo(DATA.email());
        retention.expire("customer.email", before.createdAt.plusMillis(1));
        CustomerData left = fields.open(customers.find(subject).orElseThrow());
        assertThat(left).isEqualTo(new CustomerData("u-1", null, DATA.name(), DATA.phone(), null));
        assertThat(customers.withEmail(merchant, false, "erika@example.com")).isEmpty();
    }

    @Test
    void restricted_data_stay_and_are_said_to_be_restricted() {
        assertThat(customers.restrict(subject, true)).isTrue();
        assertThat(customers.standing(subject)).isEqualTo(DataSubjects.Standing.RESTRICTED);
        assertThat(customers.restrict(subject, false)).isTrue();
        assertThat(customers.standing(subject)).isEqualTo(DataSubjects.Standing.PRESENT);
        erasure.erase(subject, "key_test", "");
        assertThat(customers.restrict(subject, true)).isFalse();
    }

    @Test
    void a_swapped_or_changed_value_does_not_open() {
        Customer changed = customers.find(subject).orElseThrow();
        changed.name = before.email;
        assertThatThrownBy(() -> fields.open(changed)).isInstanceOf(SealBroken.class);
        Customer other = records.create(merchant, false, DATA);
        changed.name = other.name;
        assertThatThrownBy(() -> fields.open(changed)).isInstanceOf(SealBroken.class);
    }
}
