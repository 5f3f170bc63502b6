package io.counterfoil.privacy.epoch;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.secret.WrappedKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key that wraps the keys of data subjects, under the root key. */
@Entity
@NotPersonal
@Table(schema = "privacy_keys", name = "epoch_key")
public class EpochKey {

    @Id
    private int id;

    @NotPersonal("a wrapped random key")
    @Column(nullable = false)
    private byte[] wrapped = {};

    @Column(name = "wrapped_by", nullable = false)
    private String wrappedBy = "";

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    protected EpochKey() {}

    int id() {
        return id;
    }

    WrappedKey key() {
        return new WrappedKey(wrappedBy, wrapped.clone());
    }

    void wrap(WrappedKey key) {
        wrapped = key.bytes().clone();
        wrappedBy = key.by();
    }
}
