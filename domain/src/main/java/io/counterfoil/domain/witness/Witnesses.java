package io.counterfoil.domain.witness;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.transparency.KeptLog;
import io.counterfoil.domain.transparency.Logs;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Has the checkpoints of open logs cosigned, beside the sequencer: a receipt never waits for a witness
 * (docs/adr/0031-witnesses-beside.md).
 */
@Singleton
final class Witnesses {

    private final Logs logs;
    private final DirectTransactions direct;
    private final ConfigurationSource configuration;
    private final BackgroundWork work;
    private final Outcry outcry;

    @Inject
    Witnesses(
            Logs logs,
            DirectTransactions direct,
            ConfigurationSource configuration,
            BackgroundWork work,
            Outcry outcry) {
        this.logs = logs;
        this.direct = direct;
        this.configuration = configuration;
        this.work = work;
        this.outcry = outcry;
    }

    void start(@Observes DatabaseReady ready) {
        List<Witness> witnesses = WitnessSettings.WITNESSES.find(configuration).orElse(List.of());
        Duration pause = WitnessSettings.PAUSE.in(configuration);
        WitnessClient client = new WitnessClient();
        for (KeptLog log : logs.all()) {
            for (Witness witness : log.open() ? witnesses : List.<Witness>of()) {
                Watch watch = new Watch(
                        direct.sql(), client, witness, logs.current(log).id(), pause);
                work.every(
                        pause,
                        "Witness " + witness + " of " + log.name(),
                        () -> watch.round().ifPresent(answer -> outcry.of(log, witness, answer)));
            }
        }
    }
}
