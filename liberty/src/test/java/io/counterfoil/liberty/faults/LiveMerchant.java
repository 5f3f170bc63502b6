package io.counterfoil.liberty.faults;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import java.util.UUID;

/** A merchant with a live key and a test key, made by the operator of a production server. */
record LiveMerchant(UUID id, String key, String testKey) {

    static LiveMerchant on(CounterfoilProcess server) {
        return by(Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN")));
    }

    static LiveMerchant by(Api operator) {
        String merchant = operator.post("/v1/merchants", "{\"name\":\"Live\"}").text("id");
        return new LiveMerchant(
                IdKind.MERCHANT.parse(merchant).orElseThrow(),
                key(operator, merchant, true),
                key(operator, merchant, false));
    }

    private static String key(Api operator, String merchant, boolean livemode) {
        return operator.post(
                        "/v1/api-keys",
                        "{\"name\":\"backend\",\"livemode\":%s,\"merchant\":\"%s\"}".formatted(livemode, merchant))
                .text("secret");
    }

    Api api(CounterfoilProcess server) {
        return Api.of(server, key);
    }
}
