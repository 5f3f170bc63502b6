package io.counterfoil.privacy;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.privacy.accesslog.Access;
import io.counterfoil.privacy.blindindex.BlindIndexRow;
import io.counterfoil.privacy.certificate.AcknowledgementRow;
import io.counterfoil.privacy.certificate.CertificateRow;
import io.counterfoil.privacy.customer.Customer;
import io.counterfoil.privacy.epoch.EpochKey;
import io.counterfoil.privacy.erasure.ErasureRow;
import io.counterfoil.privacy.export.ExportPart;
import io.counterfoil.privacy.export.StoredExport;
import io.counterfoil.privacy.letter.LetterRow;
import io.counterfoil.privacy.link.Link;
import io.counterfoil.privacy.opendsr.CallbackRow;
import io.counterfoil.privacy.opendsr.OpenDsrRow;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.restriction.Lift;
import io.counterfoil.privacy.rotation.Rotation;
import io.counterfoil.privacy.signing.SigningKeyRow;
import io.counterfoil.privacy.vault.SubjectKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database: people's data, and in a schema of their own the keys to it. */
final class PrivacyModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "privacy",
                List.of(
                        "io/counterfoil/privacy/customer/V1__customer.sql",
                        "io/counterfoil/privacy/customer/V2__customer_data.sql",
                        "io/counterfoil/privacy/blindindex/V3__blind_index.sql",
                        "io/counterfoil/privacy/accesslog/V4__access_log.sql",
                        "io/counterfoil/privacy/request/V20__request.sql",
                        "io/counterfoil/privacy/link/V21__link.sql",
                        "io/counterfoil/privacy/letter/V22__letter.sql",
                        "io/counterfoil/privacy/signing/V23__signing_key.sql",
                        "io/counterfoil/privacy/export/V24__export.sql",
                        "io/counterfoil/privacy/certificate/V25__certificate.sql",
                        "io/counterfoil/privacy/opendsr/V26__opendsr.sql",
                        "io/counterfoil/privacy/restriction/V69__restriction_lift.sql",
                        "io/counterfoil/privacy/erasure/V71__erasure.sql"),
                List.of(
                        Customer.class,
                        BlindIndexRow.class,
                        Access.class,
                        PrivacyRequest.class,
                        Link.class,
                        LetterRow.class,
                        SigningKeyRow.class,
                        StoredExport.class,
                        ExportPart.class,
                        CertificateRow.class,
                        AcknowledgementRow.class,
                        ErasureRow.class,
                        OpenDsrRow.class,
                        CallbackRow.class,
                        Lift.class));
    }

    @Produces
    @Singleton
    ModuleSchema keys() {
        return new ModuleSchema(
                "privacy_keys",
                List.of(
                        "io/counterfoil/privacy/epoch/V1__epoch_key.sql",
                        "io/counterfoil/privacy/vault/V2__subject_key.sql",
                        "io/counterfoil/privacy/rotation/V3__rotation.sql",
                        "io/counterfoil/privacy/vault/V72__broken_key.sql"),
                List.of(EpochKey.class, SubjectKey.class, Rotation.class));
    }
}
