package io.counterfoil.monitoring.review;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.rest.Problem;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What happened on one day, and who has read it. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "review")
public class Review {

    @Id
    private LocalDate day;

    @Column(nullable = false)
    private String digest;

    @Column(name = "made_at", nullable = false)
    private Instant madeAt;

    @Column(name = "signed_off_by")
    private @Nullable String signedOffBy;

    @Column(name = "signed_off_at")
    private @Nullable Instant signedOffAt;

    protected Review() {}

    Review(LocalDate day, String digest, Instant madeAt) {
        this.day = day;
        this.digest = digest;
        this.madeAt = madeAt;
    }

    /** As it is shown. */
    record View(
            String id,
            String object,
            LocalDate day,
            String status,
            Instant madeAt,
            @Nullable String signedOffBy,
            @Nullable Instant signedOffAt,
            @JsonRawValue String digest) {}

    View view() {
        String status = signedOffAt == null ? "open" : "signed_off";
        return new View(day.toString(), "review", day, status, madeAt, signedOffBy, signedOffAt, digest);
    }

    /**
     * Signs.
     *
     * @throws Problem 409 when somebody has signed already
     */
    void signOff(String by, Instant at) {
        if (signedOffAt != null) {
            throw Problem.conflict("review_signed_off", "This review is signed already: see signed_off_by.");
        }
        signedOffBy = by;
        signedOffAt = at;
    }

    LocalDate day() {
        return day;
    }

    String digest() {
        return digest;
    }
}
