package io.counterfoil.domain.witness;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What an operator may set about witnesses. */
public final class WitnessSettings implements SettingsCatalog {

    static final Setting<List<Witness>> WITNESSES = new Setting<>(
            "counterfoil.transparency.witnesses",
            "verifier keys of cosigners (name+hash+key), each with an https URL behind a space, separated by commas",
            "",
            "Who is asked to cosign the checkpoints of the log of receipts (c2sp.org/tlog-witness).",
            text -> Arrays.stream(text.split(",")).map(Witness::parse).toList());

    static final Setting<Duration> PAUSE = Setting.duration(
            "counterfoil.transparency.witness.pause",
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            "How long after one cosignature a witness is asked for the next, where the log has grown.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(WITNESSES, PAUSE);
    }
}
