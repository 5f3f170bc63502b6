package io.counterfoil.domain.receipt;

import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.Proofs;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /v1/receipts}. */
@Path("/v1/receipts")
@Singleton
public final class ReceiptsResource {

    private final Receipts receipts;
    private final ReceiptSecrets secrets;
    private final Proofs proofs;
    private final Sightings sightings;

    @Inject
    public ReceiptsResource(Receipts receipts, ReceiptSecrets secrets, Proofs proofs, Sightings sightings) {
        this.receipts = receipts;
        this.secrets = secrets;
        this.proofs = proofs;
        this.sightings = sightings;
    }

    record VerifyReceipt(@Nullable JsonNode receipt) {}

    record Verification(boolean valid, @Nullable String reason) {}

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Allow(scope = "receipts:read")
    public String get(@PathParam("id") String id, @Context SecurityContext context) {
        return find(id, Call.of(context).merchantKey()).json();
    }

    /** The proof that the receipt is in the public log ({@code c2sp.org/tlog-proof@v1}). */
    @GET
    @Path("/{id}/proof")
    @Produces("text/plain; charset=utf-8")
    @Allow(scope = "receipts:read")
    public String proof(@PathParam("id") String id, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        return proofs.of(caller.merchant(), find(id, caller).id())
                .orElseThrow(() -> new Problem(
                                409,
                                "not_sealed",
                                "The receipt is not in the log yet",
                                "It will be within a second. Ask again then.",
                                true)
                        .header("Retry-After", "1"));
    }

    private StoredReceipt find(String id, Caller.MerchantKey caller) {
        return IdKind.RECEIPT
                .parse(id)
                .flatMap(receipt -> receipts.find(caller.merchant(), caller.livemode(), receipt))
                .orElseThrow(Problem::notFound);
    }

    @POST
    @Path("/verify")
    @Allow(scope = "receipts:read")
    public Verification verify(Body<VerifyReceipt> body, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        JsonNode receipt = body.tree().get("receipt");
        if (receipt == null) {
            throw Problem.invalid("receipt", "Send the receipt, as it was received, as member \"receipt\".");
        }
        ReceiptVerdict checked = new ReceiptCheck(
                        IdKind.MERCHANT.text(caller.merchant()),
                        caller.livemode(),
                        keyId -> secrets.find(caller.merchant(), caller.livemode(), keyId))
                .check(receipt);
        ReceiptVerdict verdict = checked instanceof ReceiptVerdict.Valid && forged(caller, receipt)
                ? new ReceiptVerdict.Invalid(ReceiptVerdict.Reason.NOT_ISSUED, "")
                : checked;
        sightings.see(
                caller.merchant(),
                verdict instanceof ReceiptVerdict.Invalid ? ReceiptControls.REFUSED : ReceiptControls.VERIFIED,
                IdKind.MERCHANT.text(caller.merchant()));
        return verdict instanceof ReceiptVerdict.Invalid invalid
                ? new Verification(false, reason(invalid))
                : new Verification(true, null);
    }

    /** Where others may hold the secret, a signature says nothing: then it is a receipt of ours if we have it. */
    private boolean forged(Caller.MerchantKey caller, JsonNode receipt) {
        String keyId = receipt.path(ReceiptMember.KEY_ID.member()).asString("");
        return secrets.compromised(caller.merchant(), keyId)
                && IdKind.RECEIPT
                        .parse(receipt.path(ReceiptMember.ID.member()).asString(""))
                        .flatMap(id -> receipts.find(caller.merchant(), caller.livemode(), id))
                        .filter(ours -> ours.signature()
                                .equals(receipt.path(ReceiptMember.SIGNATURE.member())
                                        .asString("")))
                        .isEmpty();
    }

    private static String reason(ReceiptVerdict.Invalid invalid) {
        String code = invalid.reason().code();
        return invalid.member().isEmpty() ? code : code + ": " + invalid.member();
    }
}
