package io.counterfoil.privacy.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys are replaced while others use them. */
@ExtendWith(ArquillianExtension.class)
class RotationInContainerIT {

    private static final UUID MERCHANT = UUID.randomUUID();
    private static final byte[] TEXT = "Zwei Bücher".getBytes(StandardCharsets.UTF_8);
    private static final int PEOPLE = 1_500;

    @Inject
    private Rotations rotations;

    @Inject
    private SubjectKeys keys;

    @Inject
    private PersonalDataVault vault;

    @Inject
    private Transactions transactions;

    @Inject
    private DirectTransactions direct;

    private static Field field(UUID person) {
        return new Field(MERCHANT, Optional.of(person), "payment.description", "pay_1");
    }

    private long count(String query) {
        return direct.sql().first(query, row -> row.getLong(1)).orElseThrow();
    }

    private Rotation end(Rotation begun) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> rotations.find(begun.id).orElseThrow().endedAt != null);
        return rotations.find(begun.id).orElseThrow();
    }

    private UUID person() {
        UUID person = UUID.randomUUID();
        keys.create(MERCHANT, person);
        return person;
    }

    /** More people than one step takes, and some who come meanwhile. */
    @Test
    void a_new_epoch_takes_every_key_and_ends_the_others_while_keys_are_used_and_made() throws Exception {
        List<UUID> people = new ArrayList<>();
        List<Sealed> sealed = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(person());
        }
        people.subList(0, 20).forEach(person -> sealed.add(vault.seal(field(person), TEXT)));
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Integer>> users = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
            users.add(threads.submit(() -> {
                int used = 0;
                while (going.get()) {
                    UUID person = person();
                    assertThat(vault.open(field(person), vault.seal(field(person), TEXT)))
                            .isEqualTo(TEXT);
                    int known = used++ % sealed.size();
                    assertThat(vault.open(field(people.get(known)), sealed.get(known)))
                            .isEqualTo(TEXT);
                }
                return used;
            }));
        }

        Rotation rotation = end(rotations.begin(Rotation.Kind.EPOCH));

        going.set(false);
        for (Future<Integer> user : users) {
            assertThat(user.get()).isPositive();
        }
        threads.shutdown();
        assertThat(rotation.done).isGreaterThanOrEqualTo(PEOPLE);
        assertThat(count("SELECT count(*) FROM privacy_keys.epoch_key")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM privacy_keys.subject_key WHERE epoch <> (SELECT max(id) FROM"
                        + " privacy_keys.epoch_key)"))
                .isZero();
        for (int i = 0; i < sealed.size(); i++) {
            assertThat(vault.open(field(people.get(i)), sealed.get(i))).isEqualTo(TEXT);
        }
    }

    @Test
    void the_root_key_wraps_anew_what_hangs_from_it() {
        UUID person = person();
        Sealed sealed = vault.seal(field(person), TEXT);
        long different = count("SELECT count(DISTINCT wrapped) FROM privacy_keys.epoch_key");
        Rotation rotation = end(rotations.begin(Rotation.Kind.ROOT));
        assertThat(rotation.done).isEqualTo(different + 1);
        assertThat(vault.open(field(person), sealed)).isEqualTo(TEXT);
    }

    @Test
    void one_at_a_time() {
        // nobody else's step can end it before the second is refused: its transaction holds it
        direct.commit(sql -> {
            Rotation first = rotations.begin(Rotation.Kind.ROOT);
            sql.first("SELECT 1 FROM privacy_keys.rotation WHERE id = ? FOR UPDATE", row -> 1, first.id);
            if (rotations.find(first.id).orElseThrow().endedAt == null) {
                assertThatThrownBy(() -> rotations.begin(Rotation.Kind.ROOT))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.status()).isEqualTo(409));
            }
            return first;
        });
        await().atMost(Duration.ofMinutes(1))
                .until(() -> count("SELECT count(*) FROM privacy_keys.rotation WHERE ended_at IS NULL") == 0);
    }

    /** The second doesn't see the first, which has not committed, and waits for it at the index. */
    @Test
    void of_two_that_begin_at_once_one_is_refused() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Rotation> second = transactions.commit(() -> {
                rotations.begin(Rotation.Kind.ROOT);
                Future<Rotation> beginning = threads.submit(() -> rotations.begin(Rotation.Kind.ROOT));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> count("SELECT count(*) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity"
                                        + " a USING (pid) WHERE NOT l.granted AND a.query ILIKE"
                                        + " 'insert into%rotation%'")
                                > 0);
                return beginning;
            });
            assertThatThrownBy(second::get)
                    .hasCauseInstanceOf(Problem.class)
                    .hasMessageContaining("A rotation is running");
        } finally {
            threads.shutdownNow();
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> count("SELECT count(*) FROM privacy_keys.rotation WHERE ended_at IS NULL") == 0);
    }

    @Test
    void a_key_that_was_given_to_another_person_opens_nothing() {
        UUID person = person();
        UUID thief = person();
        Sealed sealed = vault.seal(field(person), TEXT);
        direct.sql().update("""
            UPDATE privacy_keys.subject_key k SET wrapped = p.wrapped, epoch = p.epoch
            FROM privacy_keys.subject_key p
            WHERE k.merchant_id = ? AND k.subject_id = ? AND p.merchant_id = ? AND p.subject_id = ?\
            """, MERCHANT, thief, MERCHANT, person);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(() -> vault.open(field(thief), sealed))
                        .isInstanceOf(SealBroken.class));
        // it would keep its epoch
        direct.sql()
                .update(
                        "DELETE FROM privacy_keys.subject_key WHERE merchant_id = ? AND subject_id = ?",
                        MERCHANT,
                        thief);
    }

    @Test
    void a_key_that_does_not_open_is_named_and_left_and_the_others_go_on() {
        UUID broken = person();
        UUID other = person();
        Sealed sealed = vault.seal(field(broken), TEXT);
        byte[] wrapped = direct.sql()
                .first(
                        "SELECT wrapped FROM privacy_keys.subject_key WHERE merchant_id = ? AND subject_id = ?",
                        row -> row.getBytes(1),
                        MERCHANT,
                        broken)
                .orElseThrow();
        byte[] changed = wrapped.clone();
        changed[changed.length - 1] ^= 1;
        put(broken, changed);
        try {
            end(rotations.begin(Rotation.Kind.EPOCH));

            assertThat(rotations.broken()).containsExactly(IdKind.CUSTOMER.text(broken));
            assertThat(count("SELECT count(*) FROM privacy_keys.epoch_key")).isEqualTo(2);
            assertThat(count("SELECT count(*) FROM privacy_keys.subject_key WHERE epoch <> (SELECT max(id) FROM"
                            + " privacy_keys.epoch_key)"))
                    .isEqualTo(1);
            assertThat(vault.open(field(other), vault.seal(field(other), TEXT))).isEqualTo(TEXT);
        } finally {
            put(broken, wrapped);
        }

        end(rotations.begin(Rotation.Kind.EPOCH));
        assertThat(rotations.broken()).isEmpty();
        assertThat(count("SELECT count(*) FROM privacy_keys.epoch_key")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(vault.open(field(broken), sealed)).isEqualTo(TEXT));
    }

    private void put(UUID person, byte[] wrapped) {
        direct.sql()
                .update(
                        "UPDATE privacy_keys.subject_key SET wrapped = ? WHERE merchant_id = ? AND subject_id = ?",
                        wrapped,
                        MERCHANT,
                        person);
    }
}
