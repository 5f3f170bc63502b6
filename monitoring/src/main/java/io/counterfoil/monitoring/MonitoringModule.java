package io.counterfoil.monitoring;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.monitoring.alert.Alert;
import io.counterfoil.monitoring.alert.AlertRaise;
import io.counterfoil.monitoring.alert.AlertRule;
import io.counterfoil.monitoring.alertchannel.AlertChannel;
import io.counterfoil.monitoring.alertchannel.AlertNotification;
import io.counterfoil.monitoring.anomaly.DetectorState;
import io.counterfoil.monitoring.audit.AuditEntry;
import io.counterfoil.monitoring.cardtesting.CardTestingVerdict;
import io.counterfoil.monitoring.cardtesting.PaymentAttempt;
import io.counterfoil.monitoring.failedpayment.FailedPayment;
import io.counterfoil.monitoring.incident.Incident;
import io.counterfoil.monitoring.incident.IncidentStep;
import io.counterfoil.monitoring.incident.IncidentTask;
import io.counterfoil.monitoring.peopleletter.PeopleLetter;
import io.counterfoil.monitoring.peopleletter.PeopleLetterCount;
import io.counterfoil.monitoring.review.Review;
import io.counterfoil.monitoring.startup.ConfigurationSeen;
import io.counterfoil.monitoring.usage.KeySighting;
import io.counterfoil.monitoring.usage.UsageHour;
import io.counterfoil.monitoring.usage.UsageMinute;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database. */
final class MonitoringModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "monitoring",
                List.of(
                        "io/counterfoil/monitoring/failedpayment/V1__failed_payment.sql",
                        "io/counterfoil/monitoring/alert/V2__alert.sql",
                        "io/counterfoil/monitoring/alertchannel/V3__alert_channel.sql",
                        "io/counterfoil/monitoring/usage/V4__usage.sql",
                        "io/counterfoil/monitoring/failedpayment/V5__failed_payment_source.sql",
                        "io/counterfoil/monitoring/anomaly/V6__detector.sql",
                        "io/counterfoil/monitoring/cardtesting/V7__card_testing.sql",
                        "io/counterfoil/monitoring/audit/V20__audit.sql",
                        "io/counterfoil/monitoring/review/V21__review.sql",
                        "io/counterfoil/monitoring/startup/V22__configuration_seen.sql",
                        "io/counterfoil/monitoring/incident/V30__incident.sql",
                        "io/counterfoil/monitoring/usage/V65__usage_network.sql",
                        "io/counterfoil/monitoring/incident/V66__incident_automatic.sql",
                        "io/counterfoil/monitoring/peopleletter/V67__people_letter.sql",
                        "io/counterfoil/monitoring/alertchannel/V74__alert_webhook.sql",
                        "io/counterfoil/monitoring/anomaly/V81__detector_activity.sql",
                        "io/counterfoil/monitoring/peopleletter/V82__people_letter_count.sql",
                        "io/counterfoil/monitoring/alertchannel/V83__old_alert.sql",
                        "io/counterfoil/monitoring/incident/V84__authority.sql",
                        "io/counterfoil/monitoring/cardtesting/V85__attempt_by_time.sql",
                        "io/counterfoil/monitoring/usage/V86__usage_by_time.sql"),
                List.of(
                        FailedPayment.class,
                        AlertRaise.class,
                        Alert.class,
                        AlertRule.class,
                        AlertChannel.class,
                        AlertNotification.class,
                        UsageMinute.class,
                        UsageHour.class,
                        KeySighting.class,
                        DetectorState.class,
                        PaymentAttempt.class,
                        CardTestingVerdict.class,
                        AuditEntry.class,
                        Review.class,
                        ConfigurationSeen.class,
                        Incident.class,
                        IncidentStep.class,
                        IncidentTask.class,
                        PeopleLetter.class,
                        PeopleLetterCount.class));
    }
}
