package io.counterfoil.monitoring.control;

import java.util.List;

/** The practices, as the contract lists them. Who checks one is found by its id. */
final class Catalogue {

    private static final List<Practice> ALL = List.of(
            new Practice("keys.server_side_only", "Secret keys are used by servers only"),
            new Practice("keys.never_committed", "A key that is committed is heard of and dead"),
            new Practice("keys.environment_configuration", "Secrets come from outside the code"),
            new Practice("keys.rotated_when_compromised", "A key that others may have is replaced"),
            new Practice("keys.test_for_development", "Development uses test keys"),
            new Practice("keys.live_only_in_production", "Live keys act in production only"),
            new Practice("receipts.signatures_verified", "Receipts are verified"),
            new Practice("idempotency.unique_keys", "Each request has a key of its own"),
            new Practice("idempotency.random_keys", "Idempotency keys are random"),
            new Practice("idempotency.kept_with_session", "A retry comes with the key of the first try"),
            new Practice("idempotency.retry_same_key", "Retries are replays"),
            new Practice("webhooks.signatures", "Every webhook is signed"),
            new Practice("webhooks.https_only", "Webhooks go over HTTPS"),
            new Practice("webhooks.rate_limited", "Each endpoint has a limit"),
            new Practice("webhooks.all_events_logged", "Every event, delivery and attempt is logged"),
            new Practice("webhooks.secrets_rotated", "Webhook secrets are rotated"),
            new Practice("data.minimal", "No more is kept of people than is needed"),
            new Practice("data.encrypted", "People's data are sealed"),
            new Practice("data.gdpr", "The law on people's data is kept"),
            new Practice("data.export_and_deletion", "People get their data, and get them deleted"),
            new Practice("limits.per_user_and_ip", "Every call has a limit, by key and address"),
            new Practice("limits.backoff", "Clients wait when they are told to"),
            new Practice("limits.429", "Refusals say for how long"),
            new Practice("https.everywhere", "HTTPS everywhere"),
            new Practice("https.payment_pages", "Payment pages are on HTTPS"),
            new Practice("monitoring.usage_patterns", "Usage is recorded"),
            new Practice("monitoring.anomaly_alerts", "What is unusual is told to somebody"),
            new Practice("monitoring.failed_payments", "Failed payments are tracked"),
            new Practice("monitoring.logs_reviewed", "Somebody reviews the log each day"),
            new Practice("incident.rotate", "A compromised secret is replaced at once"),
            new Practice("incident.notify", "Those affected are told"),
            new Practice("incident.review_and_document", "Incidents are reviewed and documented"),
            new Practice("incident.prevent", "The next incident is prevented"));

    private Catalogue() {}

    /** A practice. */
    record Practice(String id, String title) {

        /** The section that explains it, as a path of this project. */
        String page() {
            return "docs/controls.md#" + id.replace(".", "");
        }
    }

    static List<Practice> all() {
        return ALL;
    }
}
