package io.counterfoil.domain.personaldata;

/** Seals personal data before it reaches a table and opens it again. Implemented by {@code privacy.vault}. */
public interface PersonalDataVault {

    /**
     * Lets work begin that seals at its end, such as its stored answer.
     *
     * @throws io.counterfoil.domain.rest.Problem 503 when the keys can't be had at present
     */
    void demandKeys();

    /**
     * Seals a value for its place.
     *
     * @throws SubjectErased when the subject's key was destroyed
     * @throws SealBroken when the key was changed
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
