package io.counterfoil.privacy.blindindex;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** That a person has a value, told by its keyed hash. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "blind_index")
@IdClass(BlindIndexRow.Key.class)
public class BlindIndexRow {

    record Key(UUID merchantId, boolean livemode, String sealedIn, byte[] token, UUID subjectId) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private boolean livemode;

    @Id
    @Column(name = "sealed_in")
    private String sealedIn;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find a person by an exact value",
            basis = Personal.Basis.CONTRACT)
    @Id
    private byte[] token;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find a person by an exact value",
            basis = Personal.Basis.CONTRACT)
    @Id
    @Column(name = "subject_id")
    private UUID subjectId;

    protected BlindIndexRow() {}

    BlindIndexRow(Key key) {
        this.merchantId = key.merchantId();
        this.livemode = key.livemode();
        this.sealedIn = key.sealedIn();
        this.token = key.token().clone();
        this.subjectId = key.subjectId();
    }
}
