package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Seals what receivers answered: nobody knows what they write there. */
@Singleton
public final class ResponseBodies {

    private final PersonalDataVault vault;

    @Inject
    public ResponseBodies(PersonalDataVault vault) {
        this.vault = vault;
    }

    /** What is stored of an answer's body. */
    public byte[] seal(UUID merchant, UUID attempt, byte[] body) {
        return vault.seal(field(merchant, attempt), body).bytes();
    }

    /** As text; what is not UTF-8 in it is replaced. */
    String open(UUID merchant, UUID attempt, byte[] sealed) {
        return new String(vault.open(field(merchant, attempt), new Sealed(sealed)), StandardCharsets.UTF_8);
    }

    private static Field field(UUID merchant, UUID attempt) {
        return new Field(merchant, Optional.empty(), "webhook_attempt.response_body", attempt.toString());
    }
}
