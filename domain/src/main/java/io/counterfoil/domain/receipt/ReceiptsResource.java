package io.counterfoil.domain.receipt;

import io.counterfoil.domain.id.IdKind;
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

    @Inject
    public ReceiptsResource(Receipts receipts, ReceiptSecrets secrets) {
        this.receipts = receipts;
        this.secrets = secrets;
    }

    record VerifyReceipt(@Nullable JsonNode receipt) {}

    record Verification(boolean valid, @Nullable String reason) {}

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Allow(scope = "receipts:read")
    public String get(@PathParam("id") String id, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        return IdKind.RECEIPT
                .parse(id)
                .flatMap(receipt -> receipts.find(caller.merchant(), caller.livemode(), receipt))
                .map(StoredReceipt::json)
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
        ReceiptVerdict verdict = new ReceiptCheck(
                        IdKind.MERCHANT.text(caller.merchant()),
                        caller.livemode(),
                        keyId -> secrets.find(caller.merchant(), caller.livemode(), keyId))
                .check(receipt);
        return verdict instanceof ReceiptVerdict.Invalid invalid
                ? new Verification(false, reason(invalid))
                : new Verification(true, null);
    }

    private static String reason(ReceiptVerdict.Invalid invalid) {
        String code = invalid.reason().code();
        return invalid.member().isEmpty() ? code : code + ": " + invalid.member();
    }
}
