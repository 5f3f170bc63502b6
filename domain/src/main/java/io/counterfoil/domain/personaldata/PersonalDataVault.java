package io.counterfoil.domain.personaldata;

/** Seals personal data before it reaches a table and opens it again. Implemented by {@code privacy.vault}. */
public interface PersonalDataVault {

    /** Seals a value for its place. */
    Sealed seal(Field field, byte[] plaintext);

    /**
     * Opens what was sealed for this place.
     *
     * @throws SealBroken when it was sealed for another place or was changed, or when its key is gone
     */
    byte[] open(Field field, Sealed sealed);
}
