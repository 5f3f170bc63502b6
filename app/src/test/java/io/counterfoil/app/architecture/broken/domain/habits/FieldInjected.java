package io.counterfoil.app.architecture.broken.domain.habits;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;

class FieldInjected {

    @Inject
    RollsDice dice;

    /** Innocent: a producer is how a resource of the container becomes injectable. */
    @Produces
    @PersistenceUnit
    EntityManagerFactory entities;
}
