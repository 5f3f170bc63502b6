package io.counterfoil.domain.mail;

/**
 * A plain text for one person. Prints as nothing: addresses and links don't belong in logs.
 *
 * @param to an e-mail address
 */
public record Letter(String to, String subject, String text) {

    @Override
    public String toString() {
        return "[letter]";
    }
}
