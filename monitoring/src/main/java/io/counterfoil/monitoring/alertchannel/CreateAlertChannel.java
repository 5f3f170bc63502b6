package io.counterfoil.monitoring.alertchannel;

import org.jspecify.annotations.Nullable;

/**
 * A channel to make.
 *
 * @param target an e-mail address, or the URL of a Slack-compatible incoming webhook or of a receiver of signed ones
 * @param severity the mildest that goes through it; warning where nothing is sent
 */
record CreateAlertChannel(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String target,
        @Nullable String severity) {

    @Override
    public String toString() {
        return "[alert channel]";
    }
}
