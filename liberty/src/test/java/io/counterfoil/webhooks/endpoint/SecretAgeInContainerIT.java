package io.counterfoil.webhooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.webhooks.signing.Signer;
import io.counterfoil.webhooks.signing.Signers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An old secret is told of once; where the merchant chose so, a new one waits beside it until it is collected. */
@ExtendWith(ArquillianExtension.class)
class SecretAgeInContainerIT {

    @Inject
    private SecretAge age;

    @Inject
    private Signers signers;

    @Inject
    private Transactions transactions;

    @Inject
    private EndpointInContainer endpoint;

    @AfterEach
    void forgetIt() {
        endpoint.forget();
    }

    @Test
    void an_old_secret_is_told_of_once() {
        made("NULL", "366 days");
        age.look();
        String urged = urged();
        assertThat(urged).isNotEqualTo("never");
        age.look();
        assertThat(urged()).isEqualTo(urged);
        assertThat(signing()).hasSize(1);
        awaitAlert("webhook_secret_old");
    }

    @Test
    void a_young_one_is_not() {
        made("NULL", "364 days");
        age.look();
        assertThat(urged()).isEqualTo("never");
    }

    @Test
    void a_new_one_waits_beside_the_old_one_until_it_is_collected_once() {
        made("30", "31 days");
        String old = signing().get(0).reveal();
        age.look();
        age.look();
        assertThat(signing()).hasSize(2);
        awaitAlert("webhook_secret_waiting");

        Optional<Signer> collected =
                transactions.commit(() -> signers.collect(endpoint.merchant(), endpoint.id(), Duration.ZERO));

        assertThat(collected.orElseThrow().reveal()).isNotEqualTo(old);
        assertThat(signing())
                .extracting(Signer::reveal)
                .containsExactly(collected.orElseThrow().reveal());
        assertThat(transactions.commit(() -> signers.collect(endpoint.merchant(), endpoint.id(), Duration.ZERO)))
                .isEmpty();
    }

    @Test
    void one_that_waited_while_the_merchant_rotated_holds_up_no_later_rotation() {
        made("30", "31 days");
        age.look();
        transactions.commit(() -> signers.rotate(endpoint.merchant(), endpoint.id(), Duration.ofHours(1)));
        assertThat(waiting()).isEqualTo("0");
        grown("31 days");
        age.look();
        assertThat(waiting()).isEqualTo("1");
    }

    @Test
    void one_that_waited_while_the_merchant_rotated_keeps_nobody_from_being_urged() {
        made("30", "31 days");
        age.look();
        transactions.commit(() -> signers.rotate(endpoint.merchant(), endpoint.id(), Duration.ofHours(1)));
        endpoint.update("UPDATE webhooks.endpoint SET rotate_after_days = NULL WHERE merchant_id = ? AND id = ?");
        grown("366 days");
        age.look();
        assertThat(endpoint.text("SELECT count(urged_at)::text FROM webhooks.signer"
                        + " WHERE merchant_id = ? AND endpoint_id = ? AND expires_at IS NULL"))
                .isEqualTo("1");
    }

    private void made(String rotateAfterDays, String old) {
        endpoint.make();
        endpoint.update("UPDATE webhooks.endpoint SET rotate_after_days = " + rotateAfterDays
                + " WHERE merchant_id = ? AND id = ?");
        transactions.commit(() -> signers.create(endpoint.merchant(), endpoint.id()));
        grown(old);
    }

    private void grown(String old) {
        endpoint.update("UPDATE webhooks.signer SET created_at = now() - interval '" + old
                + "' WHERE merchant_id = ? AND endpoint_id = ?");
    }

    /** How many secrets there are to collect. */
    private String waiting() {
        return endpoint.text("SELECT count(*)::text FROM webhooks.signer"
                + " WHERE merchant_id = ? AND endpoint_id = ? AND waiting AND expires_at IS NULL");
    }

    private void awaitAlert(String rule) {
        String subject = IdKind.WEBHOOK_ENDPOINT.text(endpoint.id());
        await().until(() -> transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT id::text FROM monitoring.alert WHERE rule = ? AND subject = ? AND status = 'raised'",
                        row -> row.getString(1),
                        rule,
                        subject)
                .isPresent()));
    }

    private List<Signer> signing() {
        return signers.of(List.of(new MerchantScopedId(endpoint.merchant(), endpoint.id())))
                .getOrDefault(endpoint.id(), List.of());
    }

    private String urged() {
        return endpoint.text("SELECT COALESCE(urged_at::text, 'never') FROM webhooks.signer"
                + " WHERE merchant_id = ? AND endpoint_id = ?");
    }
}
