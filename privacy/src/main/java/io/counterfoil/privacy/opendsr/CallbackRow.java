package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A status that is still to be posted: ids, a state and a day. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "opendsr_callback")
@IdClass(MerchantScopedId.class)
public class CallbackRow {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private String url;

    @NotPersonal("ids, a state and a day")
    @Column(nullable = false)
    private String body;

    @Column
    private @Nullable UUID owner;

    @Column(name = "ask_at", nullable = false)
    private Instant askAt;

    @Column(name = "times_asked", nullable = false)
    private int timesAsked;

    protected CallbackRow() {}

    CallbackRow(MerchantScopedId key, String url, byte[] body, Instant now) {
        this.merchantId = key.merchantId();
        this.id = key.id();
        this.url = url;
        this.body = new String(body, StandardCharsets.UTF_8);
        this.askAt = now;
    }

    MerchantScopedId key() {
        return new MerchantScopedId(merchantId, id);
    }

    URI url() {
        return URI.create(url);
    }

    byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    int timesAsked() {
        return timesAsked;
    }
}
