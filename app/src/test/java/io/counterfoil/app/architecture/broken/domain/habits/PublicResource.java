package io.counterfoil.app.architecture.broken.domain.habits;

import jakarta.ws.rs.Path;
import java.util.List;

/** Innocent: the container calls it. */
@Path("public")
public class PublicResource {

    public List<PublicInSignature> list() {
        return List.of();
    }
}
