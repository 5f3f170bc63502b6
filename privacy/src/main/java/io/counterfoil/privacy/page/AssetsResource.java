package io.counterfoil.privacy.page;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.signing.Signatures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** {@code /privacy/assets}: what the page is made of, the schema of copies, and the key that signs them. */
@Path("/privacy/assets")
@Singleton
public final class AssetsResource {

    private static final Map<String, String> FILES = Map.of(
            "page.js", "text/javascript; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "export-schema.json", "application/schema+json");

    private final Signatures signatures;

    @Inject
    public AssetsResource(Signatures signatures) {
        this.signatures = signatures;
    }

    @GET
    @Path("/{file}")
    @Allow(anyone = true)
    public Response asset(@PathParam("file") String file) {
        if (file.equals("signing-key.pem")) {
            return Response.ok(signatures.publicKeyPem().getBytes(StandardCharsets.US_ASCII), "application/x-pem-file")
                    .build();
        }
        return Optional.ofNullable(FILES.get(file))
                .flatMap(type ->
                        Page.asset(file).map(bytes -> Response.ok(bytes, type).build()))
                .orElseThrow(Problem::notFound);
    }
}
