package io.counterfoil.domain.secret;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What proves that a root key is the one that the database was made with; it tells nothing about the key. */
@Entity
@Table(schema = "domain", name = "root_key_check")
public class RootKeyCheck {

    static final short ONLY = 1;

    @Id
    private short id = ONLY;

    @Column(name = "check_value", nullable = false)
    private byte[] value = {};

    protected RootKeyCheck() {}

    RootKeyCheck(byte[] value) {
        this.value = value.clone();
    }

    byte[] value() {
        return value.clone();
    }
}
