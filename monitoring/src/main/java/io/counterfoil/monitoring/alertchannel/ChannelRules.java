package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.monitoring.alert.RuleSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What a new channel may be like. */
@Singleton
final class ChannelRules {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TARGET = 2_000;
    private static final String USUAL = "warning";

    /** Enough to catch a slip; whether anybody is there, a test of the channel tells. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;<>\"]{1,64}@[A-Za-z0-9.-]{1,255}");

    private final ChatPosts chats;

    @Inject
    ChannelRules(ChatPosts chats) {
        this.chats = chats;
    }

    /**
     * Checks, and fills in what was left out.
     *
     * @throws Problem that names the member which is not allowed
     */
    CreateAlertChannel check(CreateAlertChannel wanted) {
        String kind = Text.required("kind", wanted.kind(), LONGEST_NAME);
        if (!List.of(AlertChannel.EMAIL, AlertChannel.SLACK, AlertChannel.WEBHOOK)
                .contains(kind)) {
            throw Problem.invalid(
                    "kind",
                    "Send email, slack or webhook. Merchants are told by their own webhook endpoints without any channel.");
        }
        String target = Text.required("target", wanted.target(), LONGEST_TARGET);
        if (kind.equals(AlertChannel.EMAIL)) {
            demandAddress(target);
        } else {
            demandUrl(target);
        }
        String severity = wanted.severity() == null ? USUAL : wanted.severity();
        if (!RuleSettings.SEVERITIES.contains(severity)) {
            throw Problem.invalid("severity", "Send one of: " + String.join(", ", RuleSettings.SEVERITIES) + ".");
        }
        return new CreateAlertChannel(kind, Text.required("name", wanted.name(), LONGEST_NAME), target, severity);
    }

    private static void demandAddress(String target) {
        if (!ADDRESS.matcher(target).matches()) {
            throw Problem.invalid("target", "Send one e-mail address.");
        }
    }

    private void demandUrl(String target) {
        try {
            URI url = new URI(target);
            boolean encrypted = Objects.equals(url.getScheme(), "https");
            boolean local = Objects.equals(url.getScheme(), "http") && chats.localAllowed();
            if (url.getHost() != null && url.getRawUserInfo() == null && (encrypted || local)) {
                return;
            }
        } catch (URISyntaxException unreadable) {
            // refused below, like a URL that leads elsewhere
        }
        throw Problem.invalid("target", "Send an https URL.");
    }
}
