package io.counterfoil.app.architecture.broken.domain.habits;

/** Innocent: another package names what is inside. */
public final class PublicAround {

    public record Inside(String name) {}
}
