package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What a log's entries are made for.
 *
 * @param kind how an item's id is written
 * @param query for {@code merchant_id, item_id, entry} of all items
 * @param forgettable whether the item that a sealed entry was made for may be gone by now
 */
public record LoggedItems(IdKind kind, String query, Predicate<byte[]> forgettable) {

    /** Items that are kept for ever. */
    public LoggedItems(IdKind kind, String query) {
        this(kind, query, entry -> false);
    }

    String name(UUID merchant, UUID item) {
        String of = merchant.equals(new UUID(0, 0)) ? "" : " of merchant " + IdKind.MERCHANT.text(merchant);
        return kind.text(item) + of;
    }

    /** Names what is neither sealed nor waits for it. In a transaction. */
    void leftOut(Sql sql, Findings findings) {
        sql.cursor(
                        "left_out",
                        """
                        SELECT item.merchant_id, item.item_id FROM (%s) AS item
                        WHERE NOT EXISTS (SELECT FROM domain.log_leaf AS leaf
                                          WHERE leaf.merchant_id = item.merchant_id AND leaf.item_id = item.item_id)
                          AND NOT EXISTS (SELECT FROM domain.log_queue AS queue
                                          WHERE queue.merchant_id = item.merchant_id AND queue.item_id = item.item_id)\
                        """.formatted(query),
                        row -> name(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .forEachSome(names ->
                        names.forEach(name -> findings.add(name + " is neither in the log nor on its way there.")));
    }
}
