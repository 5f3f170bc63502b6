package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.checkpoint.TlogProof;
import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.LogRows;
import io.counterfoil.domain.witness.Cosignatures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Proves that something is in a log. */
@Singleton
public final class Proofs {

    /** Indexes log_leaf_pkey and log_pkey. */
    private static final String PLACE = """
        SELECT leaf.log_id, leaf.leaf_index, log.published, log.published_size
        FROM domain.log_leaf AS leaf JOIN domain.log AS log ON log.id = leaf.log_id
        WHERE leaf.merchant_id = ? AND leaf.item_id = ? AND leaf.leaf_index < log.published_size\
        """;

    /** Indexes log_leaf_pkey and log_pkey. */
    private static final String PLACES = """
        SELECT leaf.log_id, leaf.leaf_index, log.published, log.published_size, leaf.item_id
        FROM domain.log_leaf AS leaf JOIN domain.log AS log ON log.id = leaf.log_id
        WHERE leaf.merchant_id = ? AND leaf.item_id = ANY (?::uuid[]) AND leaf.leaf_index < log.published_size\
        """;

    private final Sql sql;

    @Inject
    public Proofs(@OutsideTransactions DataSource direct) {
        this.sql = new Sql(direct);
    }

    private record Place(int log, long index, String checkpoint, long size) {}

    /**
     * The proof of an item as {@code c2sp.org/tlog-proof@v1}; empty until a checkpoint that covers it is published. Where
     * witnesses that are still there have cosigned one that covers it, that one is taken.
     */
    public Optional<String> of(UUID merchant, UUID item) {
        return sql.first(
                        PLACE,
                        row -> new Place(row.getInt(1), row.getLong(2), row.getString(3), row.getLong(4)),
                        merchant,
                        item)
                .map(new Round()::prove);
    }

    /** The proofs of many items, by their ids; what no published checkpoint covers yet has none. */
    public Map<UUID, String> of(UUID merchant, Collection<UUID> items) {
        String[] wanted = items.stream().map(UUID::toString).toArray(String[]::new);
        Round round = new Round();
        Map<UUID, String> proofs = new HashMap<>();
        sql.all(
                        PLACES,
                        row -> Map.entry(
                                row.getObject(5, UUID.class),
                                new Place(row.getInt(1), row.getLong(2), row.getString(3), row.getLong(4))),
                        merchant,
                        wanted)
                .forEach(found -> proofs.put(found.getKey(), round.prove(found.getValue())));
        return proofs;
    }

    /** Proofs that are made together: what they share is read and hashed once. */
    private final class Round {

        private final Map<Integer, Optional<Cosignatures.Cosigned>> cosigned = new HashMap<>();
        private final Map<Long, Map<Integer, Prover>> provers = new HashMap<>();

        String prove(Place place) {
            Optional<Cosignatures.Cosigned> covering = cosigned.computeIfAbsent(
                            place.log(), log -> new Cosignatures(sql).current(log))
                    .filter(witnessed -> witnessed.size() > place.index());
            long size = covering.map(Cosignatures.Cosigned::size).orElse(place.size());
            SignedNote checkpoint = covering.map(Cosignatures.Cosigned::checkpoint)
                    .orElseGet(() -> SignedNote.parse(place.checkpoint().getBytes(StandardCharsets.UTF_8)));
            Prover prover = provers.computeIfAbsent(size, unknown -> new HashMap<>())
                    .computeIfAbsent(place.log(), log -> new Prover(size, new LogRows(sql).tiles(log)));
            return new TlogProof(place.index(), prover.inclusion(place.index()).path(), checkpoint).text();
        }
    }
}
