package io.counterfoil.domain.personaldata;

/** Seals personal data before it reaches a table and opens it again. Implemented by {@code privacy.vault}. */
public interface PersonalDataVault {

    /**
     * Seals a value for its place.
     *
     * @throws SubjectErased when the subject's key was destroyed
     */
    Sealed seal(Field field, byte[] plaintext);

    /**
     * Opens what was sealed for this place.
     *
     * @throws SealBroken when it was sealed for another place or was changed
     * @throws SubjectErased when the subject's key was destroyed
     */
    byte[] open(Field field, Sealed sealed);
}
