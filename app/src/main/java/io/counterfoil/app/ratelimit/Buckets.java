package io.counterfoil.app.ratelimit;

/** The buckets of one policy. */
interface Buckets {

    /** Takes a token from somebody's bucket, which is full where it was not there. */
    Verdict take(Source source, Quota quota);
}
