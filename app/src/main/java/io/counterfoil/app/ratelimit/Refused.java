package io.counterfoil.app.ratelimit;

import io.counterfoil.domain.rest.Problem;
import java.util.List;

/** The refusals, as draft-ietf-httpapi-ratelimit-headers-11 (section 6) names them. */
final class Refused {

    private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

    private Refused() {}

    /** 429: a quota is used up. */
    static Problem quotaExceeded(String policy, long seconds) {
        return problem(
                429,
                "quota_exceeded",
                "Too many requests",
                "The limit \"" + policy
                        + "\" is used up. Wait as long as Retry-After says, then send the same request again.",
                policy,
                seconds);
    }

    /** 503: the server has its hands full. */
    static Problem reducedCapacity() {
        return problem(
                503,
                "temporary_reduced_capacity",
                "The server has its hands full",
                "Nothing was done. Wait as long as Retry-After says, then send the same request again.",
                "capacity",
                1);
    }

    private static Problem problem(int status, String code, String title, String detail, String policy, long seconds) {
        return new Problem(status, code, title, detail, true)
                .type(TYPES + code.replace('_', '-'))
                .with("violated-policies", List.of(policy))
                .header("Retry-After", Long.toString(seconds));
    }
}
