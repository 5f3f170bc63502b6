package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.mail.Letter;
import io.counterfoil.domain.mail.LetterNotSent;
import io.counterfoil.domain.mail.Postbox;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Says something through a channel, outside any transaction. */
@Singleton
final class Telling {

    private final AlertChannels channels;
    private final Postbox postbox;
    private final ChatPosts chats;

    @Inject
    Telling(AlertChannels channels, Postbox postbox, ChatPosts chats) {
        this.channels = channels;
        this.postbox = postbox;
        this.chats = chats;
    }

    /** Tells; empty when it has arrived, else what went wrong, without saying where it should have gone. */
    Optional<String> tell(AlertChannel channel, String subject, String text) {
        String target = channels.target(channel);
        return channel.kind.equals(AlertChannel.EMAIL)
                ? mail(new Letter(target, subject, text))
                : chats.post(URI.create(target), Json.write(Map.of("text", text)));
    }

    private Optional<String> mail(Letter letter) {
        try {
            postbox.send(letter);
            return Optional.empty();
        } catch (LetterNotSent failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }
}
