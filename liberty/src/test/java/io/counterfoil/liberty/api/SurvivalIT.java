package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered stays answered, whatever is killed. */
class SurvivalIT {

    @Test
    void a_key_gives_the_same_bytes_after_server_and_database_were_killed(@TempDir Path home) {
        String paidKey = Api.newKey();
        String declinedKey = Api.newKey();
        Api.Answer paid;
        Api.Answer declined;
        try (CounterfoilProcess server = Distribution.on(home).start()) {
            Api api = Api.ofDemoMerchant(server);
            paid = api.pay(paidKey, "pm_card_visa");
            declined = api.pay(declinedKey, "pm_card_declined");
            ProcessHandle database = server.database();
            server.kill();
            database.destroyForcibly();
            database.onExit().join();
        }
        try (CounterfoilProcess server = Distribution.on(home).start()) {
            Api api = Api.ofDemoMerchant(server);
            assertThat(api.pay(paidKey, "pm_card_visa").body()).isEqualTo(paid.body());
            assertThat(api.pay(declinedKey, "pm_card_declined").body()).isEqualTo(declined.body());
            String receipt = paid.json().path("receipt").toString();
            assertThat(api.post("/v1/receipts/verify", "{\"receipt\":" + receipt + "}")
                            .json()
                            .path("valid")
                            .asBoolean())
                    .isTrue();
        }
    }
}
