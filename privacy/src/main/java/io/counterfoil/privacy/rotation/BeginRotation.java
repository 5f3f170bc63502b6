package io.counterfoil.privacy.rotation;

import io.counterfoil.domain.rest.Problem;
import org.jspecify.annotations.Nullable;

/** Which keys are to be replaced. */
record BeginRotation(@Nullable String kind) {

    Rotation.Kind wanted() {
        for (Rotation.Kind known : Rotation.Kind.values()) {
            if (known.text().equals(kind)) {
                return known;
            }
        }
        throw Problem.invalid("kind", "Send root or epoch.");
    }
}
