package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who opens sealed values, and where it is noted whose they were: {@code OpeningsIT} goes through them. */
class OpeningsTest {

    private static final Map<String, String> NOTED = Map.of(
            "domain.payment.Presentation", "by its read(); what a caller has just sent is not opened for it",
            "domain.idempotency.IdempotencyRecords", "counted: a merchant's own answer is sent to it again",
            "privacy.customer.SealedFields", "by Views, MailAddresses and, for copies, Copies",
            "privacy.request.Confidences", "by RequestViews.shown(), Drafts, Confirmation",
            "privacy.restriction.Reasons", "by Copies: nothing else opens them",
            "privacy.export.ContentKeys", "by ResultsResource and Visiting",
            "webhooks.delivery.ResponseBodies", "by ReceiverAnswers and, for copies, Copies",
            "webhooks.endpoint.SealedText", "about no customer: the merchant's own");

    @Test
    void whoever_opens_a_sealed_value_says_where_that_is_noted() {
        Set<String> openers = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.counterfoil")
                        .stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(OpeningsTest::opens)
                        .map(call -> call.getOriginOwner().getName().replace("io.counterfoil.", ""))
                        .collect(Collectors.toSet());
        assertThat(openers).isEqualTo(NOTED.keySet());
    }

    private static boolean opens(JavaCall<?> call) {
        return call.getTargetOwner().isAssignableTo(PersonalDataVault.class)
                && call.getTarget().getName().equals("open");
    }
}
