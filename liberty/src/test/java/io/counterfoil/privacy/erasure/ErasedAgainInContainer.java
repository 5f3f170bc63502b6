package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.Database;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers why the server was not ready when somebody was erased again. */
@Singleton
public final class ErasedAgainInContainer {

    private final Database database;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    @Inject
    public ErasedAgainInContainer(Database database) {
        this.database = database;
    }

    void hear(@Observes AuditedAct act) {
        if (act.action().equals("customer.erased_again")) {
            reasons.put(act.object(), database.trouble().orElse("ready"));
        }
    }

    /** Nothing, where nobody of that name was erased again. */
    Optional<String> readinessAt(DataSubject subject) {
        return Optional.ofNullable(reasons.get(IdKind.CUSTOMER.text(subject.customer())));
    }
}
