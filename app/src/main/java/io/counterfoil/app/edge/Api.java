package io.counterfoil.app.edge;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything that JAX-RS serves. Resources state their whole path, so that a reader can search for it. */
@ApplicationPath("/")
public class Api extends Application {}
