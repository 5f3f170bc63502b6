package io.counterfoil.monitoring.peopleletter;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** How many letters of a merchant about an incident came to an end of one kind, of those that are forgotten. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "people_letter_count")
@IdClass(PeopleLetterCount.Key.class)
public class PeopleLetterCount {

    record Key(UUID merchantId, UUID incidentId, String state) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "incident_id")
    private UUID incidentId;

    @Id
    @Column(name = "state")
    private String state;

    @Column(name = "count", nullable = false)
    private long count;

    protected PeopleLetterCount() {}
}
