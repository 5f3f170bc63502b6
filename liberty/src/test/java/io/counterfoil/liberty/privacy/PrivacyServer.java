package io.counterfoil.liberty.privacy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ScratchDirectory;
import io.counterfoil.liberty.process.Shared;
import java.io.Closeable;
import java.util.stream.Stream;

/** One server with a mail server, for all tests of what people ask for. */
final class PrivacyServer extends Shared<PrivacyServer.Running> {

    PrivacyServer() {
        super(Running.class);
    }

    @Override
    protected Running start(ScratchDirectory directory) {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        CounterfoilProcess server = Distribution.on(directory.path())
                .with(
                        "COUNTERFOIL_MAIL_SERVER",
                        "smtp://127.0.0.1:" + mail.getSmtp().getPort())
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .start();
        return new Running(server, mail, Api.ofDemoMerchant(server));
    }

    record Running(CounterfoilProcess server, GreenMail mail, Api merchant) implements Closeable {

        Api operator() {
            return merchant.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        }

        /** A merchant of the test's own. */
        Merchant another() {
            Api.Answer made = operator().post("/v1/merchants", "{\"name\":\"Bücher & Söhne\"}");
            Api.Answer key = operator()
                    .post("/v1/api-keys", "{\"name\":\"test\",\"merchant\":\"%s\"}".formatted(made.text("id")));
            return new Merchant(made.text("id"), merchant.with(key.text("secret")));
        }

        @Override
        public void close() {
            server.close();
            mail.stop();
        }
    }

    /** A merchant and its key. */
    record Merchant(String id, Api api) {

        /** A customer with this address; everything about it holds a word that is found nowhere else. */
        String customer(String email, String word) {
            return api.post("/v1/customers", """
                {"reference":"ref-%2$s","email":"%1$s","name":"Anna %2$s","phone":"+4930123456",
                 "address":{"line1":"%2$s-Weg 1","city":"%2$s-Stadt","postal_code":"10115","country":"DE"}}\
                """.formatted(email, word)).text("id");
        }

        Api.Answer pay(String customer, String word, boolean capture) {
            return api.post("/v1/payments", Api.newKey(), """
                {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","customer":"%s","capture":%s,
                 "description":"%s-description","metadata":{"note":"%s-metadata"}}\
                """.formatted(customer, capture, word, word));
        }

        /** A request that no worker has taken up yet, nor will within the hour. */
        String pending(Running running, String customer) {
            Database database = new Database(running.server().home());
            return Stream.generate(() -> request("restriction", customer).text("id"))
                    .filter(id -> database.update("""
                        UPDATE privacy.request SET ask_at = now() + interval '1 hour'
                        WHERE id = '%s' AND status = 'pending' AND owner IS NULL\
                        """.formatted(
                                            IdKind.PRIVACY_REQUEST.parse(id).orElseThrow()))
                            == 1)
                    .findFirst()
                    .orElseThrow();
        }

        Api.Answer request(String type, String customer) {
            return api.post("/v1/privacy/requests", "{\"type\":\"%s\",\"customer\":\"%s\"}".formatted(type, customer));
        }
    }
}
