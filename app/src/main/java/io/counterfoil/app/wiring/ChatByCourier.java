package io.counterfoil.app.wiring;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.monitoring.alertchannel.ChatPosts;
import io.counterfoil.webhooks.egress.Courier;
import io.counterfoil.webhooks.egress.EgressSettings;
import io.counterfoil.webhooks.egress.Parcel;
import io.counterfoil.webhooks.egress.Reply;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Alerts go to a chat or a webhook by the courier that webhooks go by. */
@Singleton
final class ChatByCourier implements ChatPosts {

    private final Courier courier;
    private final boolean localAllowed;

    @Inject
    ChatByCourier(Courier courier, ConfigurationSource configuration) {
        this.courier = courier;
        this.localAllowed = EgressSettings.localAllowed(configuration);
    }

    @Override
    public boolean localAllowed() {
        return localAllowed;
    }

    @Override
    public Optional<String> post(URI url, Map<String, String> headers, byte[] json) {
        Reply reply = courier.post(new Parcel(url, headers, json));
        if (reply instanceof Reply.Unanswered unanswered) {
            return Optional.of(unanswered.trouble().name().toLowerCase(Locale.ROOT));
        }
        int status = ((Reply.Answered) reply).status();
        return status / 100 == 2 ? Optional.empty() : Optional.of("status " + status);
    }
}
