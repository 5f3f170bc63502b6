package io.counterfoil.app.architecture.broken.domain.habits;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Breaks the rule of classified columns. */
@Entity
class Stranger {

    @Id
    long id;
}
