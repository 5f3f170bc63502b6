package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.rest.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was erased of a person, in however many steps. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "erasure")
@IdClass(ErasureRow.Key.class)
public class ErasureRow {

    record Key(UUID merchantId, UUID subjectId) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "prove that a person's data were erased",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "for good: it proves the erasure",
            onErasure = Personal.Fate.RETAINED)
    @Id
    @Column(name = "subject_id")
    private UUID subjectId;

    @Column(nullable = false)
    private boolean livemode;

    @Column(name = "erased_at", nullable = false)
    private Instant erasedAt;

    @Column(name = "key_epoch")
    private @Nullable Integer keyEpoch;

    /** JSON: columns and counts. */
    @Column(nullable = false)
    private String destroyed;

    protected ErasureRow() {}

    ErasureRow(DataSubject subject, Erased erased) {
        this.merchantId = subject.merchant();
        this.subjectId = subject.customer();
        this.livemode = subject.livemode();
        take(erased);
    }

    final void take(Erased erased) {
        erasedAt = erased.at();
        keyEpoch = erased.keyEpoch().isPresent() ? erased.keyEpoch().getAsInt() : null;
        destroyed = new String(Json.write(new TreeMap<>(erased.destroyed())), StandardCharsets.UTF_8);
    }

    Erased erased() {
        Map<String, Integer> values = new TreeMap<>();
        Json.tree(destroyed.getBytes(StandardCharsets.UTF_8))
                .propertyStream()
                .forEach(column -> values.put(column.getKey(), column.getValue().asInt()));
        return new Erased(erasedAt, keyEpoch == null ? OptionalInt.empty() : OptionalInt.of(keyEpoch), values);
    }
}
