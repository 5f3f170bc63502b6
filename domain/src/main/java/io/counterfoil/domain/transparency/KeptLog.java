package io.counterfoil.domain.transparency;

/**
 * A log that a slice keeps; each has one bean of this type.
 *
 * @param name lower-case letters, as in a path
 * @param open whether anyone may read it below {@code /transparency/<name>}
 */
public record KeptLog(String name, boolean open) {}
