package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.PageRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All entries of the audit log, over all merchants. */
@Singleton
final class AuditEntries {

    private final Transactions transactions;

    @Inject
    AuditEntries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A page, newest first; one row more than the limit, where there are more. Index audit_entry_id. */
    List<AuditEntry> page(AuditFilter filter, PageRequest page) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder query = new StringBuilder("from AuditEntry where id >= :from and id < :to");
        parameters.put("from", filter.first());
        parameters.put("to", filter.end());
        filter.members().forEach((member, value) -> {
            query.append(" and ").append(member).append(" = :").append(member);
            parameters.put(member, value);
        });
        query.append(page.backwards() ? " and id > :cursor order by id" : " and id < :cursor order by id desc");
        parameters.put("cursor", page.cursor());
        return transactions.session(session -> {
            var selection = session.createSelectionQuery(query.toString(), AuditEntry.class);
            parameters.forEach(selection::setParameter);
            return selection.setMaxResults(page.rows()).getResultList();
        });
    }
}
