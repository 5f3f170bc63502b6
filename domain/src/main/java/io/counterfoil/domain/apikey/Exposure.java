package io.counterfoil.domain.apikey;

import java.util.Optional;

/**
 * How the secret of a key came into others' hands.
 *
 * @param source who says so, snake_case: {@code github}, {@code plain_http}, {@code incident}
 * @param url where it was seen, if it was seen in public: https, without query and fragment
 */
public record Exposure(String source, Optional<String> url) {}
