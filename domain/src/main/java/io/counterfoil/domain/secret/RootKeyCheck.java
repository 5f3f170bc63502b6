package io.counterfoil.domain.secret;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The house's key as the root key wrapped it, and what proves that it is the one that the database was made with. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "root_key_check")
public class RootKeyCheck {

    static final short ONLY = 1;

    @Id
    private short id = ONLY;

    @NotPersonal("tells nothing of the key")
    @Column(name = "check_value", nullable = false)
    private byte[] value = {};

    @NotPersonal("a wrapped random key")
    @Column(name = "wrapped_key")
    private byte @Nullable [] wrappedKey;

    @Column(name = "wrapped_by")
    private @Nullable String wrappedBy;

    protected RootKeyCheck() {}

    RootKeyCheck(byte[] value) {
        this.value = value.clone();
    }

    byte[] value() {
        return value.clone();
    }

    /** The house's key; none in a database that was made when the root key still was that. */
    Optional<WrappedKey> wrapped() {
        return wrappedBy == null || wrappedKey == null
                ? Optional.empty()
                : Optional.of(new WrappedKey(wrappedBy, wrappedKey.clone()));
    }

    void wrap(WrappedKey wrapped) {
        wrappedKey = wrapped.bytes().clone();
        wrappedBy = wrapped.by();
    }
}
