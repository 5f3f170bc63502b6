package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.mail.Letter;
import io.counterfoil.domain.mail.LetterNotSent;
import io.counterfoil.domain.mail.Postbox;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Says something through a channel, outside any transaction. */
@Singleton
final class Telling {

    private final AlertChannels channels;
    private final Postbox postbox;
    private final ChatPosts posts;
    private final ChannelSecrets secrets;
    private final InstantSource time;

    @Inject
    Telling(AlertChannels channels, Postbox postbox, ChatPosts posts, ChannelSecrets secrets, InstantSource time) {
        this.channels = channels;
        this.postbox = postbox;
        this.posts = posts;
        this.secrets = secrets;
        this.time = time;
    }

    /** What a webhook carries, as merchants know events. */
    private record Event(String id, String type, Instant timestamp, boolean livemode, Object data) {}

    /** Tells; empty when it has arrived, else what went wrong, without saying where it should have gone. */
    Optional<String> tell(AlertChannel channel, Told told) {
        String target = channels.target(channel);
        return switch (channel.kind) {
            case AlertChannel.EMAIL -> mail(new Letter(target, told.subject(), told.text()));
            case AlertChannel.WEBHOOK -> webhook(channel, URI.create(target), told);
            default -> posts.post(URI.create(target), Map.of(), Json.write(Map.of("text", told.text())));
        };
    }

    private Optional<String> webhook(AlertChannel channel, URI url, Told told) {
        Instant now = time.instant();
        byte[] body = Json.write(new Event(told.id(), told.type(), now, told.livemode(), told.data()));
        return posts.post(url, secrets.headers(channel.id, told.id(), now, body), body);
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
