package io.counterfoil.domain.configuration;

import java.util.List;

/** Settings that can't be used. The message names each of them and says what is allowed; it never holds a value. */
public final class InvalidConfiguration extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidConfiguration(List<String> complaints) {
        super(String.join("\n", complaints));
    }
}
