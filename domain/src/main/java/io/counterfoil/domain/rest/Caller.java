package io.counterfoil.domain.rest;

import java.util.Set;
import java.util.UUID;

/** Who is calling, as far as a credential proves it. */
public sealed interface Caller {

    /** A merchant's backend: one of its keys, in one mode. Empty scopes mean everything of its own. */
    record MerchantKey(UUID merchant, boolean livemode, UUID key, Set<String> scopes) implements Caller {}

    /** A person who runs the server. */
    record Operator(UUID token, Set<Role> roles) implements Caller {}

    /** No credential, on a path that needs none. */
    record Anyone() implements Caller {}

    /** The roles of operator tokens, each with its rights in the credential table. */
    enum Role {
        OPERATOR,
        AUDITOR,
        PRIVACY_OFFICER
    }
}
