package io.counterfoil.monitoring;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.monitoring.alert.Alert;
import io.counterfoil.monitoring.alert.AlertRaise;
import io.counterfoil.monitoring.alert.AlertRule;
import io.counterfoil.monitoring.alertchannel.AlertChannel;
import io.counterfoil.monitoring.alertchannel.AlertNotification;
import io.counterfoil.monitoring.audit.AuditEntry;
import io.counterfoil.monitoring.failedpayment.FailedPayment;
import io.counterfoil.monitoring.incident.Incident;
import io.counterfoil.monitoring.incident.IncidentStep;
import io.counterfoil.monitoring.incident.IncidentTask;
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
                        "io/counterfoil/monitoring/audit/V20__audit.sql",
                        "io/counterfoil/monitoring/incident/V30__incident.sql"),
                List.of(
                        FailedPayment.class,
                        AlertRaise.class,
                        Alert.class,
                        AlertRule.class,
                        AlertChannel.class,
                        AlertNotification.class,
                        AuditEntry.class,
                        Incident.class,
                        IncidentStep.class,
                        IncidentTask.class));
    }
}
