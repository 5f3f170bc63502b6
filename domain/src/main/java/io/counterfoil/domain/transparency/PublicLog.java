package io.counterfoil.domain.transparency;

/**
 * A log that a slice keeps. Each has one bean of this type, and is served below {@code /transparency/<name>}.
 *
 * @param name lower-case letters, as in a path
 */
public record PublicLog(String name) {}
