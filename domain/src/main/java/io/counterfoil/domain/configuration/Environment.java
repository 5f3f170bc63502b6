package io.counterfoil.domain.configuration;

/** What the deployment is for. */
public enum Environment {
    DEVELOPMENT,
    PRODUCTION
}
