package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Seals what receivers answered: nobody knows what they write there. Where the event is about a customer, under that
 * person's key: an answer may well repeat what it has of the person, and must not outlive it.
 */
@Singleton
public final class ResponseBodies {

    /** Its name in the classification too. */
    static final String COLUMN = "attempt.response_body";

    /** What older answers, and those about nobody, are bound to. */
    private static final String MERCHANTS_COLUMN = "webhook_attempt.response_body";

    private static final Logger LOG = Logger.getLogger(ResponseBodies.class.getName());

    private final PersonalDataVault vault;

    @Inject
    public ResponseBodies(PersonalDataVault vault) {
        this.vault = vault;
    }

    /** Whose answer it is: an attempt's, about a customer or about nobody. */
    public record Place(UUID merchant, Optional<UUID> customer, UUID attempt) {

        private Field field() {
            return new Field(merchant, customer, customer.isPresent() ? COLUMN : MERCHANTS_COLUMN, attempt.toString());
        }
    }

    /**
     * What is stored of an answer's body. Nothing, where the person was erased meanwhile, or the person's key was damaged:
     * how the attempt went must be written down all the same.
     */
    public Optional<byte[]> seal(Place place, byte[] body) {
        try {
            return Optional.of(vault.seal(place.field(), body).bytes());
        } catch (SubjectErased gone) {
            return Optional.empty();
        } catch (SealBroken damaged) {
            LOG.log(Level.WARNING, "What a receiver answered is not kept: {0}.", damaged.getMessage());
            return Optional.empty();
        }
    }

    /**
     * As text; what is not UTF-8 in it is replaced.
     *
     * @throws SubjectErased when the person was erased
     */
    String open(Place place, byte[] sealed) {
        return new String(vault.open(place.field(), new Sealed(sealed)), StandardCharsets.UTF_8);
    }
}
