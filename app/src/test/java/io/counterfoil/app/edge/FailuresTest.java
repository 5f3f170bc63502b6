package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What whoever called hears of failures that no resource expects. */
class FailuresTest {

    @Test
    void who_names_a_customer_that_is_erased_just_now_may_try_again() {
        Problem problem = Failures.problem(new IllegalStateException(new SubjectErased()), "req_1");
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.code()).isEqualTo("customer_erased");
        assertThat(problem.document("req_1")).containsEntry("retryable", true);
    }

    @Test
    void a_value_that_was_changed_is_told_as_such_and_trying_again_does_not_help() {
        Field field = new Field(new UUID(1, 1), Optional.empty(), "customer.name", "cus_1");
        Problem problem = Failures.problem(new SealBroken(field), "req_1");
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.code()).isEqualTo("sealed_value_broken");
        Map<String, ?> document = problem.document("req_1");
        assertThat(document.get("retryable")).isEqualTo(false);
        assertThat(document.toString()).doesNotContain("cus_1");
    }
}
