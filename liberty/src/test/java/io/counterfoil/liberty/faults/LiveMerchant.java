package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;

/** A merchant with a live key, made by the operator of a production server. */
record LiveMerchant(String key) {

    static LiveMerchant on(CounterfoilProcess server) {
        Api operator = Api.ofDemoMerchant(server).with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant = operator.post("/v1/merchants", "{\"name\":\"Live\"}").text("id");
        Api.Answer made = operator.post(
                "/v1/api-keys", "{\"name\":\"backend\",\"livemode\":true,\"merchant\":\"%s\"}".formatted(merchant));
        return new LiveMerchant(made.text("secret"));
    }

    Api api(CounterfoilProcess server) {
        return Api.ofDemoMerchant(server).with(key);
    }
}
