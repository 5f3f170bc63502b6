package io.counterfoil.app.architecture.broken.domain.habits;

import jakarta.ws.rs.Path;

/** Innocent: the container calls it. */
@Path("public")
public class PublicResource {}
