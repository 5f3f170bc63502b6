package io.counterfoil.privacy.restriction;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Why restrictions were lifted, sealed under the keys of whom it is about. */
@Singleton
final class Reasons {

    static final String COLUMN = "restriction_lift.reason";

    private final PersonalDataVault vault;

    @Inject
    Reasons(PersonalDataVault vault) {
        this.vault = vault;
    }

    void seal(Lift lift, String reason) {
        lift.reason =
                vault.seal(place(lift), reason.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    Optional<String> open(Lift lift) {
        return Optional.ofNullable(lift.reason)
                .map(bytes -> new String(vault.open(place(lift), new Sealed(bytes)), StandardCharsets.UTF_8));
    }

    private static Field place(Lift lift) {
        return new Field(lift.merchantId, Optional.of(lift.subjectId), COLUMN, lift.id.toString());
    }
}
