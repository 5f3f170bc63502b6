package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import java.util.List;

/** An error as OpenDSR has it. It never repeats what was sent. */
final class OpenDsrRefused {

    private OpenDsrRefused() {}

    record Document(Failure error) {}

    record Failure(int code, String message, List<Detail> errors) {}

    record Detail(String domain, String reason, String message) {}

    static byte[] document(Problem problem) {
        String message = String.valueOf(problem.getMessage());
        return Json.write(new Document(
                new Failure(problem.status(), message, List.of(new Detail("Validation", problem.code(), message)))));
    }
}
