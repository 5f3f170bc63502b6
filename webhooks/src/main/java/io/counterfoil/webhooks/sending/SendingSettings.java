package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What an operator may set about sending. */
public final class SendingSettings implements SettingsCatalog {

    /** The example schedule of Standard Webhooks 1.0.0; the first attempt is made at once. */
    static final Setting<List<Duration>> RETRIES = new Setting<>(
            "counterfoil.webhooks.retries",
            "ISO 8601 durations of up to a day, at most 20, separated by commas",
            "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H",
            "The pauses between the attempts of one delivery; each is varied by up to a fifth.",
            SendingSettings::pauses);

    static final Setting<Integer> ENDPOINT_CONCURRENCY = Setting.number(
            "counterfoil.webhooks.endpoint.concurrency",
            1,
            500,
            16,
            "How many deliveries to one endpoint are in flight at the same time, over all servers.");

    static final Setting<Duration> GIVE_UP = Setting.duration(
            "counterfoil.webhooks.give.up",
            Duration.ofHours(1),
            Duration.ofDays(30),
            Duration.ofDays(5),
            "An endpoint that has only failed for so long is disabled.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETRIES, ENDPOINT_CONCURRENCY, GIVE_UP);
    }

    private static List<Duration> pauses(String text) {
        List<Duration> pauses =
                Arrays.stream(text.split(",")).map(Duration::parse).toList();
        boolean allowed =
                pauses.stream().allMatch(pause -> !pause.isNegative() && pause.compareTo(Duration.ofDays(1)) <= 0);
        if (!allowed || pauses.size() > 20) {
            throw new IllegalArgumentException(text);
        }
        return pauses;
    }
}
