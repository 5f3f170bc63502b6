package io.counterfoil.webhooks.egress;

import java.time.Duration;
import java.util.Optional;

/** What came of a request. */
public sealed interface Reply {

    /** How long it took, all in all. */
    Duration took();

    /** The address that was dialled last, if it came to that. */
    Optional<String> address();

    /**
     * The receiver answered.
     *
     * @param body as much of the body as is kept, as it came
     * @param retryAfter the header's value
     */
    record Answered(int status, byte[] body, Optional<String> retryAfter, Duration took, Optional<String> address)
            implements Reply {}

    /** There was no answer. */
    record Unanswered(Trouble trouble, Duration took, Optional<String> address) implements Reply {}

    /** Why there was none. In lower case they stand in the log of attempts. */
    enum Trouble {
        /** The name leads to addresses that may not be dialled. */
        ADDRESS_NOT_ALLOWED,
        /** The name leads nowhere. */
        NAME_NOT_RESOLVED,
        /** Nobody listens there. */
        CONNECTION_REFUSED,
        /** The forward proxy opens no way to the receiver. */
        PROXY_REFUSED,
        /** The whole exchange took longer than it may. */
        TIMEOUT,
        /** The receiver has no certificate that is valid for its name, or speaks no TLS that we speak. */
        TLS_FAILED,
        /** What came is not HTTP. */
        PROTOCOL_ERROR,
        /** The connection broke off before the answer was whole. */
        CONNECTION_CLOSED
    }
}
