package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.database.Cursor;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.transparency.StoredLog;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the entries of a log, in their order, with the items that they were made for. What is wrong with one does not
 * hide what is wrong with the next.
 */
final class Places {

    private final LoggedItems items;
    private final Cursor<Leaf> leaves;
    private final Findings findings;
    private final Deque<Leaf> fetched = new ArrayDeque<>();

    /** One item's place in the log; {@code original} is missing where the item is. */
    private record Leaf(UUID merchant, UUID item, long index, Optional<byte[]> original) {}

    Places(LoggedItems items, Sql sql, StoredLog stored, Findings findings) {
        this.items = items;
        this.findings = findings;
        this.leaves = sql.cursor(
                "leaves",
                """
                SELECT leaf.merchant_id, leaf.item_id, leaf.leaf_index, item.entry
                FROM domain.log_leaf AS leaf
                LEFT JOIN (%s
                           UNION ALL
                           SELECT '00000000-0000-0000-0000-000000000000', id, sha256(convert_to(announcement, 'UTF8'))
                           FROM domain.log_key) AS item
                       ON item.merchant_id = leaf.merchant_id AND item.item_id = leaf.item_id
                WHERE leaf.log_id = ?
                ORDER BY leaf.leaf_index\
                """.formatted(items.query()),
                row -> new Leaf(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getLong(3),
                        Optional.ofNullable(row.getBytes(4))),
                stored.id());
    }

    /** Checks that an entry is that of the item which has this place. */
    void check(long index, byte[] entry) {
        Leaf leaf = peek();
        while (leaf != null && leaf.index() < index) {
            findings.add("%s claims place %s, which is another's."
                    .formatted(items.name(leaf.merchant(), leaf.item()), leaf.index()));
            fetched.remove();
            leaf = peek();
        }
        if (leaf == null || leaf.index() > index) {
            findings.add("Entry %s belongs to nothing: its row in log_leaf is gone.".formatted(index));
            return;
        }
        fetched.remove();
        String item = items.name(leaf.merchant(), leaf.item());
        if (leaf.original().isEmpty()) {
            if (!items.forgettable().test(entry)) {
                findings.add("Entry %s was made for %s, which is gone.".formatted(index, item));
            }
        } else if (!Arrays.equals(leaf.original().get(), entry)) {
            findings.add("Entry %s was made for %s, which has been changed since.".formatted(index, item));
        }
    }

    /** After the last entry: nothing may claim a place beyond it. */
    void checkEnd() {
        for (Leaf leaf = peek(); leaf != null; leaf = peek()) {
            findings.add("%s claims place %s, beyond the log's end."
                    .formatted(items.name(leaf.merchant(), leaf.item()), leaf.index()));
            fetched.remove();
        }
    }

    private @Nullable Leaf peek() {
        if (fetched.isEmpty()) {
            fetched.addAll(leaves.next());
        }
        return fetched.peek();
    }
}
