package io.counterfoil.privacy.export;

import com.google.crypto.tink.Aead;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Times;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;

/** All copies. */
@Singleton
public final class Exports {

    private static final String INSERT_PART =
            "INSERT INTO privacy.export_part (merchant_id, request_id, part, sealed) VALUES (?, ?, ?, ?)";

    /** Primary key export_part_pkey. */
    private static final String READ_PART =
            "SELECT sealed FROM privacy.export_part WHERE merchant_id = ? AND request_id = ? AND part = ?";

    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    private final Transactions transactions;
    private final ContentKeys keys;
    private final Archive archive;
    private final Times times;
    private final Duration lifetime;

    @Inject
    public Exports(
            Transactions transactions,
            ContentKeys keys,
            Archive archive,
            Times times,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.keys = keys;
        this.archive = archive;
        this.times = times;
        this.lifetime = ExportSettings.LIFETIME.in(configuration);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(BETWEEN_SWEEPS, "copies past their time", this::sweep);
    }

    /** Makes the copy that a request wants, of these people, inside the running transaction. */
    public StoredExport make(PrivacyRequest request, List<UUID> customers) {
        ContentKeys.Made key = keys.make(request.key(), customers);
        Instant now = times.now();
        StoredExport export = new StoredExport(request.key(), customers, key.sealed(), now, now.plus(lifetime));
        SealingStream stream = new SealingStream(
                key.aead(),
                place(export),
                (part, bytes) ->
                        transactions.sql().update(INSERT_PART, export.merchantId, export.requestId, part, bytes));
        try (stream) {
            export.records = archive.write(request, customers, now, stream);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        export.size = stream.size();
        transactions.session(session -> session.insert(export));
        return export;
    }

    /** The copy of a request, as long as it can be fetched. */
    public Optional<StoredExport> find(MerchantScopedId request) {
        return transactions
                .session(session -> Optional.ofNullable(
                        session.get(StoredExport.class, new StoredExport.Key(request.merchantId(), request.id()))))
                .filter(export -> times.now().isBefore(export.expiresAt));
    }

    /** The copy for the person, who gets it once; empty for whoever comes second. */
    public Optional<StoredExport> takeOnce(MerchantScopedId request) {
        return transactions.commit(() -> transactions.session(session -> Optional.ofNullable(session.get(
                        StoredExport.class,
                        new StoredExport.Key(request.merchantId(), request.id()),
                        LockMode.PESSIMISTIC_WRITE))
                .filter(export -> times.now().isBefore(export.expiresAt) && export.fetchedAt == null)
                .map(export -> {
                    export.fetchedAt = times.now();
                    session.update(export);
                    return export;
                })));
    }

    /** The bytes of a copy, to be written out. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream into) throws IOException;
    }

    /**
     * Opens a copy.
     *
     * @throws io.counterfoil.domain.personaldata.SubjectErased when somebody in it was erased
     */
    public Content open(StoredExport export) {
        Aead aead = keys.open(export);
        int parts = Math.toIntExact(Math.max(1, (export.size + SealingStream.PART - 1) / SealingStream.PART));
        return into -> {
            for (int part = 0; part < parts; part++) {
                into.write(open(aead, export, part, part == parts - 1));
            }
        };
    }

    /** Deletes what can be fetched no longer. Index export_expiry. */
    int sweep() {
        return transactions.commit(
                () -> transactions.sql().update("DELETE FROM privacy.export WHERE expires_at <= ?", times.now()));
    }

    private byte[] open(Aead aead, StoredExport export, int part, boolean last) {
        byte[] sealed = transactions.session(session -> transactions
                .sql()
                .first(READ_PART, row -> row.getBytes(1), export.merchantId, export.requestId, part)
                .orElseThrow(() -> new IllegalStateException("a part of a copy is missing")));
        try {
            return aead.decrypt(sealed, SealingStream.place(place(export), part, last));
        } catch (GeneralSecurityException changed) {
            throw new IllegalStateException("a part of a copy was changed");
        }
    }

    private static String place(StoredExport export) {
        return IdKind.MERCHANT.text(export.merchantId) + "/" + IdKind.PRIVACY_REQUEST.text(export.requestId);
    }
}
