package io.counterfoil.app.wiring;

import io.counterfoil.privacy.opendsr.StatusPost;
import io.counterfoil.webhooks.egress.Courier;
import io.counterfoil.webhooks.egress.Parcel;
import io.counterfoil.webhooks.egress.Reply;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;

/** OpenDSR callbacks go where webhooks go: through the filter of addresses, within a time limit. */
@Singleton
final class CourierStatusPost implements StatusPost {

    private final Courier courier;

    @Inject
    CourierStatusPost(Courier courier) {
        this.courier = courier;
    }

    @Override
    public boolean taken(URI url, Map<String, String> headers, byte[] body) {
        return courier.post(new Parcel(url, headers, body)) instanceof Reply.Answered answered
                && answered.status() / 100 == 2;
    }
}
