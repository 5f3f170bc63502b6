package io.counterfoil.privacy.export;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.domain.publiclog.Proofs;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.signing.Signatures;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The zip that a person gets: {@code data.json} for machines, {@code index.html} for people, each receipt with the proof that it
 * is in the public log, and a signed manifest of all that.
 */
@Singleton
final class Archive {

    static final int FORMAT = 1;
    private static final int PROOFS_AT_ONCE = 1_000;

    private final Instance<SubjectRecords> slices;
    private final AboutProcessing about;
    private final Merchants merchants;
    private final Proofs proofs;
    private final Signatures signatures;

    @Inject
    Archive(
            Instance<SubjectRecords> slices,
            AboutProcessing about,
            Merchants merchants,
            Proofs proofs,
            Signatures signatures) {
        this.slices = slices;
        this.about = about;
        this.merchants = merchants;
        this.proofs = proofs;
        this.signatures = signatures;
    }

    /** What stands at the head of data.json; the records follow. */
    record Head(
            String schema,
            int formatVersion,
            Instant generatedAt,
            String request,
            String type,
            Controller controller,
            boolean livemode,
            List<String> customers,
            AboutProcessing.Said aboutProcessing) {}

    record Controller(String id, String name) {}

    /** One thing that is kept about a person. */
    record Item(String kind, String id, String customer, Map<String, @Nullable Object> members) {}

    record Manifest(
            String object, String request, Instant generatedAt, String keyId, List<ManifestedZip.Entry> files) {}

    /** Writes it all and says how many things it holds. */
    int write(PrivacyRequest request, List<UUID> customers, Instant now, OutputStream into) throws IOException {
        Head head = head(request, customers, now);
        ReadablePage page = new ReadablePage(request.language(), head);
        Map<UUID, byte[]> receipts = new LinkedHashMap<>();
        try (ManifestedZip zip = new ManifestedZip(into, now)) {
            zip.add("data.json", file -> {
                byte[] opening = Json.write(head);
                file.write(opening, 0, opening.length - 1);
                file.write(",\"records\":[".getBytes(StandardCharsets.UTF_8));
                eachItem(request, customers, item -> {
                    try {
                        if (page.items() > 0) {
                            file.write(',');
                        }
                        file.write('\n');
                        file.write(Json.write(item));
                        page.add(item);
                        receipt(item, receipts);
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
                file.write("\n]}\n".getBytes(StandardCharsets.UTF_8));
            });
            zip.add("index.html", page.html());
            addReceipts(request, receipts, zip);
            zip.add("signing-key.pem", signatures.publicKeyPem().getBytes(StandardCharsets.US_ASCII));
            byte[] manifest =
                    Json.write(new Manifest("manifest", request.text(), now, signatures.keyId(), zip.entries()));
            zip.add("manifest.json", manifest);
            zip.add("manifest.json.sig", signatures.sign(manifest));
        }
        return page.items();
    }

    private interface Items {
        void take(Item item);
    }

    private void eachItem(PrivacyRequest request, List<UUID> customers, Items into) {
        for (UUID customer : customers) {
            DataSubject subject = new DataSubject(request.key().merchantId(), request.livemode(), customer);
            String name = IdKind.CUSTOMER.text(customer);
            for (SubjectRecords slice : slices) {
                slice.collect(
                        subject,
                        (SubjectRecord record) ->
                                into.take(new Item(record.kind(), record.id(), name, record.members())));
            }
        }
    }

    private Head head(PrivacyRequest request, List<UUID> customers, Instant now) {
        UUID merchant = request.key().merchantId();
        return new Head(
                "/privacy/assets/export-schema.json",
                FORMAT,
                now,
                request.text(),
                request.type().text(),
                new Controller(IdKind.MERCHANT.text(merchant), merchants.name(merchant)),
                request.livemode(),
                customers.stream().map(IdKind.CUSTOMER::text).toList(),
                about.said());
    }

    private static void receipt(Item item, Map<UUID, byte[]> receipts) {
        if (item.members().get("receipt") instanceof JsonNode receipt) {
            IdKind.RECEIPT
                    .parse(receipt.path("id").asString(""))
                    .ifPresent(id -> receipts.put(id, Json.write(receipt)));
        }
    }

    private void addReceipts(PrivacyRequest request, Map<UUID, byte[]> receipts, ManifestedZip zip) throws IOException {
        List<UUID> ids = List.copyOf(receipts.keySet());
        for (int from = 0; from < ids.size(); from += PROOFS_AT_ONCE) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + PROOFS_AT_ONCE));
            Map<UUID, String> found = proofs.of(request.key().merchantId(), some);
            for (UUID id : some) {
                String name = "receipts/" + IdKind.RECEIPT.text(id);
                zip.add(name + ".json", receipts.getOrDefault(id, new byte[0]));
                String proof = found.get(id);
                if (proof != null) {
                    zip.add(name + ".tlog-proof", proof.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
