package io.counterfoil.app.architecture.broken.domain.habits;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Breaks the rule of classified columns twice: the class can't speak for bytes, nor for what sounds personal. */
@Entity
@NotPersonal
class Guest {

    static final String TABLE = "guest";

    @Id
    long id;

    byte[] seal = {};

    String billingAddress = "";

    String status = "";

    @NotPersonal("of a company")
    String name = "";

    @Personal(category = Personal.Category.CONTACT, purpose = "send a postcard", basis = Personal.Basis.CONSENT)
    byte[] email = {};
}
