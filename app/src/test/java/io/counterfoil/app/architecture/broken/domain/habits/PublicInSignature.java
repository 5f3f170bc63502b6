package io.counterfoil.app.architecture.broken.domain.habits;

/** Innocent: who calls the resource gets it. */
public record PublicInSignature(String name) {}
