package io.counterfoil.domain.secret;

import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.Transactions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * The one key that the house derives its others from (HKDF-SHA256, RFC 5869). It is random and lies in the database, wrapped
 * by the root key proper: so that one can be replaced while hashes and seals stay. A check value beside it keeps a server
 * with another root key, or without the one of existing data, from starting.
 */
@Singleton
public final class RootKey {

    private static final int LENGTH = 32;
    private static final String PURPOSE = "house key";
    private static final String CHECK = "check value";

    private final RootKeys roots;
    private final FileRootKey file;
    private final Transactions transactions;
    private final SecureRandom random;
    private volatile byte @Nullable [] key;

    @Inject
    public RootKey(RootKeys roots, FileRootKey file, Transactions transactions, SecureRandom random) {
        this.roots = roots;
        this.file = file;
        this.transactions = transactions;
        this.random = random;
    }

    /**
     * A key for one purpose; the same house and purpose always give the same bytes.
     *
     * @return 32 bytes
     */
    public byte[] derive(String purpose) {
        byte[] house = key;
        if (house == null) {
            throw new IllegalStateException("the root key is used before the database was opened");
        }
        return FileRootKey.derive(house, purpose);
    }

    /** Wraps the house's key by the root key of today, in the running transaction. */
    public void rewrap() {
        transactions.session(session -> {
            RootKeyCheck check = session.get(RootKeyCheck.class, RootKeyCheck.ONLY);
            check.wrap(roots.wrap(house(check), PURPOSE));
            session.update(check);
            return true;
        });
    }

    void establish(@Observes @Priority(1) DatabaseOpened opened) {
        transactions.session(session -> {
            RootKeyCheck check = session.get(RootKeyCheck.class, RootKeyCheck.ONLY);
            byte[] house = check == null ? make(session) : house(check);
            if (check != null && check.wrapped().isEmpty()) {
                check.wrap(roots.wrap(house, PURPOSE));
                session.update(check);
            }
            key = house;
            return true;
        });
    }

    private byte[] house(RootKeyCheck check) {
        byte[] house =
                check.wrapped().map(wrapped -> roots.unwrap(wrapped, PURPOSE)).orElseGet(file::first);
        if (!MessageDigest.isEqual(check.value(), FileRootKey.derive(house, CHECK))) {
            throw file.another();
        }
        return house;
    }

    private byte[] make(StatelessSession session) {
        roots.prepare();
        byte[] house = new byte[LENGTH];
        random.nextBytes(house);
        RootKeyCheck check = new RootKeyCheck(FileRootKey.derive(house, CHECK));
        check.wrap(roots.wrap(house, PURPOSE));
        session.insert(check);
        return house;
    }
}
