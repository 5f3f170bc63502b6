package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.EntryBundle;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.TilePath;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.transparency.LogKeys;
import io.counterfoil.domain.transparency.LogKeys.StoredKey;
import io.counterfoil.domain.transparency.LogRows;
import io.counterfoil.domain.transparency.Logs;
import io.counterfoil.domain.transparency.StoredLog;
import io.counterfoil.domain.witness.Cosignatures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** {@code /transparency}: the logs as anyone may read them (c2sp.org/tlog-tiles). */
@Path("/transparency/{log}")
@Singleton
public final class TransparencyResource {

    private static final String TEXT = "text/plain; charset=utf-8";

    /** What changes is old in a second; whoever caches it should not let others wait for longer. */
    private static final String BRIEFLY = "public, max-age=1";

    /** A tile of a width says the same for ever. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Logs logs;
    private final LogKeys keys;
    private final LogRows rows;
    private final Cosignatures cosignatures;

    @Inject
    public TransparencyResource(Logs logs, LogKeys keys, @OutsideTransactions DataSource direct) {
        this.logs = logs;
        this.keys = keys;
        this.rows = new LogRows(new Sql(direct));
        this.cosignatures = new Cosignatures(new Sql(direct));
    }

    @GET
    @Path("/checkpoint")
    @Produces(TEXT)
    @Allow(anyone = true)
    public String checkpoint(@PathParam("log") String name, @Context HttpServletResponse response) {
        StoredLog log = log(name);
        String checkpoint = log.published().orElseThrow(Problem::notFound);
        cache(response, BRIEFLY);
        return cosignatures
                .newest(log.id())
                .filter(cosigned -> cosigned.size() == log.publishedSize())
                .map(cosigned -> cosigned.checkpoint().toString())
                .orElse(checkpoint);
    }

    /** The newest checkpoint that witnesses have cosigned, with their lines: some seconds behind the newest of all. */
    @GET
    @Path("/cosigned-checkpoint")
    @Produces(TEXT)
    @Allow(anyone = true)
    public String cosignedCheckpoint(@PathParam("log") String name, @Context HttpServletResponse response) {
        Cosignatures.Cosigned cosigned = cosignatures.newest(log(name).id()).orElseThrow(Problem::notFound);
        cache(response, BRIEFLY);
        return cosigned.checkpoint().toString();
    }

    /** The key that signs now, alone on a line. */
    @GET
    @Path("/key")
    @Produces(TEXT)
    @Allow(anyone = true)
    public String key(@PathParam("log") String name, @Context HttpServletResponse response) {
        String key = keys.genuine(log(name)).stream()
                .findFirst()
                .map(StoredKey::verifier)
                .orElseThrow(Problem::notFound);
        cache(response, BRIEFLY);
        return key + "\n";
    }

    /** All keys that the log ever had, newest first, each alone on a line: what they signed stays valid. */
    @GET
    @Path("/keys")
    @Produces(TEXT)
    @Allow(anyone = true)
    public String keys(@PathParam("log") String name, @Context HttpServletResponse response) {
        StringBuilder lines = new StringBuilder();
        keys.genuine(log(name)).forEach(key -> lines.append(key.verifier()).append('\n'));
        cache(response, BRIEFLY);
        return lines.toString();
    }

    /** The notes that announced new keys, newest first; the SHA-256 of each is an entry of the log. */
    @GET
    @Path("/key-announcements")
    @Produces(TEXT)
    @Allow(anyone = true)
    public String announcements(@PathParam("log") String name, @Context HttpServletResponse response) {
        List<String> notes = keys.genuine(log(name)).stream()
                .flatMap(key -> key.announcement().stream())
                .toList();
        cache(response, BRIEFLY);
        return String.join("\n", notes);
    }

    @GET
    @Path("/tile/{tile: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Allow(anyone = true)
    public byte[] tile(
            @PathParam("log") String name, @PathParam("tile") String path, @Context HttpServletResponse response) {
        StoredLog log = log(name);
        byte[] bytes = TilePath.parse("tile/" + path)
                .filter(tile -> published(log, tile))
                .flatMap(
                        tile -> rows.bytes(log.id(), tile.level(), tile.index()).map(stored -> first(tile, stored)))
                .orElseThrow(Problem::notFound);
        cache(response, FOR_EVER);
        return bytes;
    }

    /** What no signed checkpoint covers may yet come out otherwise, and nobody may have cached it then. */
    private static boolean published(StoredLog log, TilePath tile) {
        int height = 8 * Math.max(tile.level(), 0);
        return height < Long.SIZE && log.publishedSize() >>> height >= tile.index() * 256 + tile.width();
    }

    /** The stored tile may have grown beyond what is asked for. */
    private static byte[] first(TilePath tile, byte[] stored) {
        return tile.level() == TilePath.ENTRIES
                ? EntryBundle.bytes(EntryBundle.parse(stored).subList(0, tile.width()))
                : Arrays.copyOf(stored, tile.width() * Hash.LENGTH);
    }

    private StoredLog log(String name) {
        return logs.open(name).orElseThrow(Problem::notFound);
    }

    /** In place of what the edge says of all answers; JAX-RS would only add to it. */
    private static void cache(HttpServletResponse response, String how) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, how);
    }
}
