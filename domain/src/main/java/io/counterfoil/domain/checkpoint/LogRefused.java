package io.counterfoil.domain.checkpoint;

/** A log will not be continued, since that would break what it has promised. The message tells an operator what to do. */
public final class LogRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LogRefused(String message) {
        super(message);
    }
}
