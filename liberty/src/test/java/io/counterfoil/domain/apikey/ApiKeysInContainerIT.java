package io.counterfoil.domain.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.signal.HeardInContainer;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an act on a key leaves behind, and that a dead one stays dead. */
@ExtendWith(ArquillianExtension.class)
class ApiKeysInContainerIT {

    private static final Actor ADA = new Actor("opt_ada", "192.0.2.1");
    private static final int RACES = 20;

    @Inject
    private ApiKeys keys;

    @Inject
    private ApiKeyAuthentication authentication;

    @Inject
    private Transactions transactions;

    @Inject
    private HeardInContainer heard;

    @Inject
    private ManagedScheduledExecutorService threads;

    private final UUID merchant = UUID.randomUUID();

    @AfterEach
    void recover() {
        heard.failFor(act -> false);
    }

    @Test
    void every_act_is_audited_with_who_did_it_and_from_where() {
        UUID id = made().key().id();
        UUID successor = keys.roll(Reach.ALL, id, Duration.ofDays(1), ADA).key().id();
        keys.revoke(Reach.ALL, id, ADA);
        keys.revoke(Reach.ALL, id, ADA);

        assertThat(heard.acts(act -> act.object().equals(IdKind.API_KEY.text(id))))
                .allSatisfy(act -> {
                    assertThat(act.actor()).isEqualTo("opt_ada");
                    assertThat(act.address()).isEqualTo("192.0.2.1");
                    assertThat(act.merchant()).contains(merchant);
                })
                .extracting(AuditedAct::action)
                .containsExactly("api_key.created", "api_key.rolled", "api_key.revoked");
        assertThat(heard.acts(act -> act.action().equals("api_key.rolled")
                        && act.facts().containsValue(IdKind.API_KEY.text(successor))))
                .hasSize(1);
    }

    @Test
    void what_can_not_be_audited_is_not_done() {
        heard.failFor(act -> act.merchant().equals(Optional.of(merchant)));

        assertThatThrownBy(this::made).hasMessageContaining("the audit log failed");

        assertThat(count()).isZero();
    }

    @Test
    void a_roll_at_the_same_moment_does_not_undo_a_revocation() throws InterruptedException, ExecutionException {
        for (int i = 0; i < RACES; i++) {
            ApiKeys.Made made = made();
            CyclicBarrier start = new CyclicBarrier(2);
            Future<?> rolled = threads.submit(() -> {
                start.await();
                return keys.roll(Reach.ALL, made.key().id(), Duration.ofDays(7), ADA);
            });
            Future<?> revoked = threads.submit(() -> {
                start.await();
                return keys.revoke(Reach.ALL, made.key().id(), ADA);
            });
            revoked.get();
            try {
                rolled.get();
            } catch (ExecutionException tooLate) {
                assertThat(tooLate).hasCauseInstanceOf(Problem.class);
            }
            assertThat(authentication.authenticate(made.secret().reveal())).isEmpty();
        }
    }

    @Test
    void the_database_itself_keeps_a_revoked_key_dead() {
        UUID id = made().key().id();
        keys.expose(id, new Exposure("github", Optional.empty()), ADA);

        for (String change :
                new String[] {"revoked_at = NULL", "revoked_at = now()", "exposed_at = NULL", "secret_hash = ''"}) {
            assertThatThrownBy(() -> update(id, change)).as(change).isInstanceOf(DatabaseFailure.class);
        }
        assertThat(update(id, "name = 'renamed'")).isEqualTo(1);
    }

    private int update(UUID id, String change) {
        return transactions.commit(() -> transactions
                .sql()
                .update("UPDATE domain.api_key SET " + change + " WHERE merchant_id = ? AND id = ?", merchant, id));
    }

    private ApiKeys.Made made() {
        return keys.create(Reach.ALL, NewApiKey.unrestricted(merchant, false, "key"), ADA);
    }

    private long count() {
        return transactions.commit(() -> transactions
                .sql()
                .first("SELECT count(*) FROM domain.api_key WHERE merchant_id = ?", row -> row.getLong(1), merchant)
                .orElseThrow());
    }
}
