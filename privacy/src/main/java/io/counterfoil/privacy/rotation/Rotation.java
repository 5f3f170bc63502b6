package io.counterfoil.privacy.rotation;

import com.fasterxml.jackson.annotation.JsonValue;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys being wrapped anew, and how far that has come. */
@Entity
@NotPersonal
@Table(schema = "privacy_keys", name = "rotation")
public class Rotation {

    /** What is replaced. */
    enum Kind {
        /** The root key: the epochs' keys and the house's are wrapped by the one that is configured now. */
        ROOT,
        /** The epoch: every key of a person or merchant is wrapped by a new epoch's, and the former epochs end. */
        EPOCH;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    @Id
    UUID id;

    @Column(nullable = false)
    String kind;

    @Column
    @Nullable
    Integer epoch;

    @Column(nullable = false)
    long total;

    @Column(nullable = false)
    long done;

    @Column(name = "started_at", nullable = false)
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    protected Rotation() {}

    Rotation(UUID id, Kind kind, @Nullable Integer epoch, long total, Instant startedAt) {
        this.id = id;
        this.kind = kind.text();
        this.epoch = epoch;
        this.total = total;
        this.startedAt = startedAt;
    }

    View view(List<String> broken) {
        return new View(
                IdKind.ROTATION.text(id),
                "vault_rotation",
                Kind.of(kind),
                endedAt == null ? "running" : "completed",
                total,
                done,
                Kind.of(kind) == Kind.EPOCH ? broken : List.of(),
                startedAt,
                endedAt);
    }

    /**
     * What the API shows; {@code done} may pass {@code total} where keys came meanwhile.
     *
     * @param broken whose keys do not open now, and were not taken along
     */
    record View(
            String id,
            String object,
            Kind kind,
            String status,
            long total,
            long done,
            List<String> broken,
            Instant startedAt,
            @Nullable Instant endedAt) {}
}
