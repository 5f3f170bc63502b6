package io.counterfoil.privacy.classification;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.rest.Allow;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** {@code /v1/privacy/record-of-processing}: as JSON, or as a page where {@code Accept} asks for HTML first. */
@Path("/v1/privacy/record-of-processing")
@Singleton
public final class RecordOfProcessingResource {

    private final Classification classification;

    @Inject
    public RecordOfProcessingResource(Classification classification) {
        this.classification = classification;
    }

    @GET
    @Allow(roles = {AUDITOR, PRIVACY_OFFICER})
    public Response get(@Context HttpHeaders headers) {
        ProcessingRecord record = ProcessingRecord.of(classification.columns());
        return headers.getAcceptableMediaTypes().get(0).isCompatible(MediaType.TEXT_HTML_TYPE)
                        && !headers.getAcceptableMediaTypes().get(0).isWildcardType()
                ? Response.ok(RecordPage.html(record).getBytes(StandardCharsets.UTF_8), "text/html;charset=UTF-8")
                        .build()
                : Response.ok(record).build();
    }
}
