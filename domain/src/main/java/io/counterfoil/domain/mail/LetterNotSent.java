package io.counterfoil.domain.mail;

/** The mail server did not take a letter. The message names what went wrong, never the address or the text. */
public final class LetterNotSent extends RuntimeException {

    private static final long serialVersionUID = 1;

    LetterNotSent(String message) {
        super(message);
    }
}
