package io.counterfoil.domain.transparency;

/** A log will not be continued, since that would break what it has promised. The message tells an operator what to do. */
final class LogRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    LogRefused(String message) {
        super(message);
    }
}
