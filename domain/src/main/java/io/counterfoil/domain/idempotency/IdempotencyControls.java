package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import jakarta.inject.Singleton;
import java.util.List;

/** How clients use their keys, from what {@link KeyHabits} and the payments count. */
@Singleton
final class IdempotencyControls implements Controls {

    /** What payments count: an order that is paid again under another key, while nobody refused the first. */
    private static final String NEW_KEY = "order_under_new_key";

    /** More than one request in a hundred is no accident. */
    private static final double SOME = 0.01;

    private static final double MANY = 0.1;
    private static final long ENOUGH = 20;

    private static final String KEPT = """
        SELECT count(*) FROM (SELECT FROM domain.idempotency_record
                              WHERE expires_at < now() - interval '1 day' AND status_code IS NOT NULL LIMIT 1000) AS late\
        """;

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("idempotency.unique_keys", IdempotencyControls::unique),
                new Control("idempotency.random_keys", IdempotencyControls::random),
                new Control("idempotency.kept_with_session", IdempotencyControls::kept),
                new Control("idempotency.retry_same_key", IdempotencyControls::retried));
    }

    private static Assessment unique(Window window) {
        Window.Seen sent = window.seen(KeyHabits.SENT);
        Window.Seen mismatches = window.seen(KeyHabits.MISMATCH);
        return window.evidence()
                .with("requests_with_key", sent.total())
                .with("mismatches", mismatches.total())
                .with("last_mismatch_at", mismatches.lastAt())
                .with("clients", mismatches.named())
                .with(
                        "keys_past_their_lifetime",
                        window.sql().first(KEPT, row -> row.getLong(1)).orElse(0L))
                .notApplicable(!sent.any(), "no request came with a key")
                .failing(
                        mismatches.total() >= ENOUGH && share(mismatches.total(), sent.total()) > SOME,
                        "a client uses its keys for different requests")
                .atRisk(mismatches.any(), "keys were used for different requests")
                .assess();
    }

    private static Assessment random(Window window) {
        Window.Seen sent = window.seen(KeyHabits.SENT);
        Window.Seen weak = window.seen(KeyHabits.WEAK);
        return window.evidence()
                .with("requests_with_key", sent.total())
                .with("weak_keys", weak.total())
                .with("share_weak", share(weak.total(), sent.total()))
                .with("last_weak_at", weak.lastAt())
                .with("clients", weak.named())
                .notApplicable(!sent.any(), "no request came with a key")
                .failing(
                        weak.total() >= ENOUGH && share(weak.total(), sent.total()) > MANY,
                        "clients count their keys up instead of drawing them")
                .atRisk(weak.any(), "some keys can be guessed")
                .assess();
    }

    private static Assessment kept(Window window) {
        Window.Seen sent = window.seen(KeyHabits.SENT);
        Window.Seen again = window.seen(NEW_KEY);
        long replays = window.seen(KeyHabits.REPLAYED).total();
        return window.evidence()
                .with("requests_with_key", sent.total())
                .with("retries_with_first_key", replays)
                .with("orders_under_new_key", again.total())
                .with("last_new_key_at", again.lastAt())
                .with("clients", again.named())
                .notApplicable(!sent.any(), "no request came with a key")
                .failing(
                        again.total() >= ENOUGH && share(again.total(), again.total() + replays) > MANY,
                        "clients draw a new key for each try")
                .atRisk(again.any(), "an order was paid again under a new key")
                .assess();
    }

    private static Assessment retried(Window window) {
        long again = window.seen(NEW_KEY).total();
        Window.Seen replays = window.seen(KeyHabits.REPLAYED);
        Window.Seen inFlight = window.seen(KeyHabits.IN_FLIGHT);
        long sameKey = replays.total() + inFlight.total();
        return window.evidence()
                .with("retries", sameKey + again)
                .with("replays", replays.total())
                .with("while_in_flight", inFlight.total())
                .with("under_new_key", again)
                .with("share_same_key", share(sameKey, sameKey + again))
                .with("charges_saved", window.seen(KeyHabits.CHARGE_SAVED).total())
                .with("last_replay_at", replays.lastAt())
                .notApplicable(sameKey + again == 0, "nothing was sent twice")
                .failing(again >= ENOUGH && again > sameKey, "most retries come under a new key")
                .atRisk(again > 0, "retries came under a new key")
                .assess();
    }

    private static double share(long some, long all) {
        return all == 0 ? 0 : Math.round(1000.0 * some / all) / 1000.0;
    }
}
