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

    private final Sql sql;

    @Inject
    public Proofs(@OutsideTransactions DataSource direct) {
        this.sql = new Sql(direct);
    }

    private record Place(int log, long index, String checkpoint, long size) {}

    /**
     * The proof of an item as {@code c2sp.org/tlog-proof@v1}; empty until a checkpoint that covers it is published. Where
     * witnesses have cosigned one that covers it, that one is taken.
     */
    public Optional<String> of(UUID merchant, UUID item) {
        return sql.first(
                        PLACE,
                        row -> new Place(row.getInt(1), row.getLong(2), row.getString(3), row.getLong(4)),
                        merchant,
                        item)
                .map(this::prove);
    }

    private String prove(Place place) {
        Optional<Cosignatures.Cosigned> cosigned =
                new Cosignatures(sql).newest(place.log()).filter(witnessed -> witnessed.size() > place.index());
        long size = cosigned.map(Cosignatures.Cosigned::size).orElse(place.size());
        SignedNote checkpoint = cosigned.map(Cosignatures.Cosigned::checkpoint)
                .orElseGet(() -> SignedNote.parse(place.checkpoint().getBytes(StandardCharsets.UTF_8)));
        Prover prover = new Prover(size, new LogRows(sql).tiles(place.log()));
        return new TlogProof(place.index(), prover.inclusion(place.index()).path(), checkpoint).text();
    }
}
