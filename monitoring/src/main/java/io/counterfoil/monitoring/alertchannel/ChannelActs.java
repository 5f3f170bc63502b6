package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What operators do with channels, each act with its audit entry. */
@Singleton
final class ChannelActs {

    private final AlertChannels channels;
    private final Telling telling;
    private final Transactions transactions;
    private final Ids ids;
    private final Event<AuditedAct> acts;

    @Inject
    ChannelActs(AlertChannels channels, Telling telling, Transactions transactions, Ids ids, Event<AuditedAct> acts) {
        this.channels = channels;
        this.telling = telling;
        this.transactions = transactions;
        this.ids = ids;
        this.acts = acts;
    }

    /** Makes a channel that was checked, in the running transaction. */
    AlertChannel create(CreateAlertChannel wanted, Call call) {
        AlertChannel channel = channels.create(
                ids.next(),
                Objects.requireNonNull(wanted.kind()),
                Objects.requireNonNull(wanted.name()),
                Objects.requireNonNull(wanted.target()),
                Objects.requireNonNull(wanted.severity()));
        audit(call, "alert_channel.created", channel.id, "done");
        return channel;
    }

    void delete(UUID id, Call call) {
        transactions.commit(() -> {
            channels.delete(id);
            audit(call, "alert_channel.deleted", id, "done");
        });
    }

    /**
     * Says something harmless through a channel.
     *
     * @throws Problem 404, or 409 when it did not arrive
     */
    AlertChannel test(UUID id, Call call) {
        AlertChannel channel = channels.find(id).orElseThrow(Problem::notFound);
        Optional<String> failure = telling.tell(channel, Told.test(ids.next().toString()));
        transactions.commit(() -> {
            failure.ifPresentOrElse(error -> channels.fails(id, error), () -> {
                channels.works(id);
                channels.tested(id);
            });
            audit(call, "alert_channel.tested", id, failure.isEmpty() ? "done" : "failed");
        });
        if (failure.isPresent()) {
            throw Problem.conflict("channel_test_failed", "The test did not arrive: " + failure.get() + ".");
        }
        return channels.find(id).orElseThrow(Problem::notFound);
    }

    private void audit(Call call, String action, UUID channel, String result) {
        String actor = call.caller() instanceof Caller.Operator operator
                ? IdKind.OPERATOR_TOKEN.text(operator.token())
                : "system";
        acts.fire(new AuditedAct(
                Optional.empty(), actor, action, IdKind.ALERT_CHANNEL.text(channel), result, call.address(), Map.of()));
    }
}
