package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.webhooks.egress.Courier;
import io.counterfoil.webhooks.egress.Parcel;
import io.counterfoil.webhooks.egress.Reply;
import io.counterfoil.webhooks.endpoint.Target;
import io.counterfoil.webhooks.signing.Signer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes one attempt: signs, posts, judges. Touches neither database nor container. */
@Singleton
final class Carrier {

    private static final Logger LOG = Logger.getLogger(Carrier.class.getName());

    private final Courier courier;
    private final Judge judge;
    private final InstantSource time;
    private final Ids ids;
    private final SendingMetrics metrics;

    @Inject
    Carrier(Courier courier, Judge judge, InstantSource time, Ids ids, SendingMetrics metrics) {
        this.courier = courier;
        this.judge = judge;
        this.time = time;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** Never throws: whatever happens is an attempt that went somehow. */
    Finished carry(Claimed one, Target target) {
        Instant at = time.instant();
        Reply reply;
        try {
            reply = courier.post(parcel(one, target, at), target.timeout());
        } catch (RuntimeException unforeseen) {
            LOG.log(Level.SEVERE, "an attempt to deliver failed on our side; it is tried again", unforeseen);
            reply = new Reply.Unanswered(Reply.Trouble.PROTOCOL_ERROR, Duration.ZERO, Optional.empty());
        }
        Verdict verdict = judge.judge(reply, one.attempt(), target.retries());
        metrics.count(reply, verdict);
        return new Finished(one, ids.next(), at, reply, verdict);
    }

    private static Parcel parcel(Claimed one, Target target, Instant at) {
        byte[] body = one.body().getBytes(StandardCharsets.UTF_8);
        String id = IdKind.EVENT.text(one.event());
        Map<String, String> headers = new HashMap<>(target.headers());
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        headers.put("webhook-signature", Signer.signatures(target.signers(), id, at, body));
        return new Parcel(target.url(), headers, body);
    }
}
