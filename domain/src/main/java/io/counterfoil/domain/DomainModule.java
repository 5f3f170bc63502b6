package io.counterfoil.domain;

import io.counterfoil.domain.apikey.ApiKey;
import io.counterfoil.domain.apikey.ReissuedKey;
import io.counterfoil.domain.cluster.ServerInstance;
import io.counterfoil.domain.control.ControlSighting;
import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.domain.followup.FollowUp;
import io.counterfoil.domain.idempotency.IdempotencyRecord;
import io.counterfoil.domain.leak.LeakReport;
import io.counterfoil.domain.merchant.Merchant;
import io.counterfoil.domain.operator.OperatorToken;
import io.counterfoil.domain.payment.Payment;
import io.counterfoil.domain.processor.SandboxCharge;
import io.counterfoil.domain.processor.SandboxInstruction;
import io.counterfoil.domain.ratelimit.LimitRefusal;
import io.counterfoil.domain.ratelimit.MerchantLimit;
import io.counterfoil.domain.receipt.StoredReceipt;
import io.counterfoil.domain.receipt.StoredReceiptSecret;
import io.counterfoil.domain.secret.RootKeyCheck;
import io.counterfoil.domain.transparency.LogKeyRow;
import io.counterfoil.domain.transparency.LogLeafRow;
import io.counterfoil.domain.transparency.LogQueueRow;
import io.counterfoil.domain.transparency.LogRow;
import io.counterfoil.domain.transparency.LogTileRow;
import io.counterfoil.domain.witness.CosignatureRow;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database. */
final class DomainModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "domain",
                List.of(
                        "io/counterfoil/domain/secret/V1__root_key_check.sql",
                        "io/counterfoil/domain/cluster/V2__server_instance.sql",
                        "io/counterfoil/domain/merchant/V3__merchant.sql",
                        "io/counterfoil/domain/idempotency/V4__idempotency_record.sql",
                        "io/counterfoil/domain/apikey/V5__api_key.sql",
                        "io/counterfoil/domain/operator/V6__operator_token.sql",
                        "io/counterfoil/domain/processor/V7__sandbox_charge.sql",
                        "io/counterfoil/domain/payment/V8__payment.sql",
                        "io/counterfoil/domain/receipt/V9__receipt.sql",
                        "io/counterfoil/domain/transparency/V10__transparency.sql",
                        "io/counterfoil/domain/followup/V11__follow_up.sql",
                        "io/counterfoil/domain/processor/V12__sandbox_instruction.sql",
                        "io/counterfoil/domain/payment/V13__payment_alert.sql",
                        "io/counterfoil/domain/idempotency/V14__idempotency_expiry.sql",
                        "io/counterfoil/domain/idempotency/V15__idempotency_subject.sql",
                        "io/counterfoil/domain/apikey/V20__api_key_care.sql",
                        "io/counterfoil/domain/operator/V21__operator_token_care.sql",
                        "io/counterfoil/domain/leak/V22__leak_report.sql",
                        "io/counterfoil/domain/ratelimit/V25__merchant_limit.sql",
                        "io/counterfoil/domain/ratelimit/V26__limit_refusal.sql",
                        "io/counterfoil/domain/secret/V30__house_key.sql",
                        "io/counterfoil/domain/payment/V31__payment_customer.sql",
                        "io/counterfoil/domain/idempotency/V32__idempotency_subject.sql",
                        "io/counterfoil/domain/witness/V40__cosignature.sql",
                        "io/counterfoil/domain/apikey/V50__reissued_key.sql",
                        "io/counterfoil/domain/control/V60__control_sighting.sql",
                        "io/counterfoil/domain/receipt/V65__receipt_secret_compromised.sql",
                        "io/counterfoil/domain/apikey/V88__api_key_by_id.sql"),
                List.of(
                        RootKeyCheck.class,
                        ServerInstance.class,
                        Merchant.class,
                        ApiKey.class,
                        ReissuedKey.class,
                        OperatorToken.class,
                        IdempotencyRecord.class,
                        Payment.class,
                        FollowUp.class,
                        SandboxCharge.class,
                        SandboxInstruction.class,
                        StoredReceipt.class,
                        StoredReceiptSecret.class,
                        LeakReport.class,
                        LogRow.class,
                        LogKeyRow.class,
                        LogQueueRow.class,
                        LogLeafRow.class,
                        LogTileRow.class,
                        MerchantLimit.class,
                        LimitRefusal.class,
                        CosignatureRow.class,
                        ControlSighting.class));
    }
}
