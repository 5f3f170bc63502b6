package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.secret.SecretSealer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/** Seals what people write about incidents: nobody knows beforehand what stands in it. */
@Singleton
final class Words {

    private static final String PURPOSE = "incident";

    private final SecretSealer sealer;

    @Inject
    Words(SecretSealer sealer) {
        this.sealer = sealer;
    }

    byte[] seal(UUID row, String column, String text) {
        return sealer.seal(PURPOSE, row + "/" + column, text.getBytes(StandardCharsets.UTF_8));
    }

    String open(UUID row, String column, byte[] sealed) {
        try {
            return new String(sealer.open(PURPOSE, row + "/" + column, sealed), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException changed) {
            throw new DatabaseRefused("The record of an incident was changed from outside.");
        }
    }
}
