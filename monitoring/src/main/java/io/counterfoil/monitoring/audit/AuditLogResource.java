package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.transparency.LogKeys;
import io.counterfoil.domain.transparency.Logs;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** {@code /v1/audit-log}: for auditors. */
@Path("/v1/audit-log")
@Singleton
public final class AuditLogResource {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final AuditEntries entries;
    private final AuditExport export;
    private final AuditReaders readers;
    private final Logs logs;
    private final LogKeys keys;

    @Inject
    public AuditLogResource(AuditEntries entries, AuditExport export, AuditReaders readers, Logs logs, LogKeys keys) {
        this.entries = entries;
        this.export = export;
        this.readers = readers;
        this.logs = logs;
        this.keys = keys;
    }

    @GET
    @Allow(roles = Caller.Role.AUDITOR)
    public Page<JsonNode> list(@Context UriInfo uri, @Context SecurityContext context) {
        PageRequest page = PageRequest.of(uri, IdKind.AUDIT_ENTRY);
        AuditFilter filter = AuditFilter.of(uri);
        readers.read(Call.of(context));
        return Page.of(page, entries.page(filter, page))
                .map(entry -> Json.tree(entry.body().getBytes(StandardCharsets.UTF_8)));
    }

    /** What was sealed in a time, as JSON lines, to be checked offline: {@code counterfoil audit verify FILE}. */
    @GET
    @Path("/export")
    @Produces("application/jsonl")
    @Allow(roles = Caller.Role.AUDITOR)
    public StreamingOutput export(@Context UriInfo uri, @Context SecurityContext context) {
        AuditFilter filter = AuditFilter.of(uri);
        if (!filter.members().isEmpty()) {
            throw Problem.invalid(
                    filter.members().keySet().iterator().next(),
                    "An export has all that was sealed from one moment to another: send from and to only.");
        }
        readers.exported(Call.of(context), filter);
        return output -> export.write(filter, output);
    }

    /** The newest signed checkpoint; keep it elsewhere, so that nobody can begin the log anew. */
    @GET
    @Path("/checkpoint")
    @Produces(TEXT)
    @Allow(roles = Caller.Role.AUDITOR)
    public String checkpoint() {
        return logs.current(AuditLog.LOG).published().orElseThrow(Problem::notFound);
    }

    /** The verifier keys that the log ever had, newest first, each alone on a line. */
    @GET
    @Path("/keys")
    @Produces(TEXT)
    @Allow(roles = Caller.Role.AUDITOR)
    public String keys() {
        StringBuilder lines = new StringBuilder();
        keys.all(logs.current(AuditLog.LOG).id())
                .forEach(key -> lines.append(key.verifier()).append('\n'));
        return lines.toString();
    }
}
