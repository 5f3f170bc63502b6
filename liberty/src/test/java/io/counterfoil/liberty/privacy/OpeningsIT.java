package io.counterfoil.liberty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.counterfoil.liberty.process.Api;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever opens a person's data leaves a row: the person, who works for the merchant, and the server by itself. */
@ExtendWith(PrivacyServer.class)
class OpeningsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("#(?:confirm|open)=(\\S+)");

    private final PrivacyServer.Running running;
    private final PrivacyServer.Merchant merchant;

    OpeningsIT(PrivacyServer.Running running) {
        this.running = running;
        this.merchant = running.another();
    }

    @Test
    void a_copy_is_opened_when_it_is_made_and_when_the_person_or_the_merchant_fetches_it() {
        String customer = merchant.customer("maja@example.com", "Pirol");
        String request = merchant.request("access", customer).text("id");
        completed(request);
        assertThat(looks(customer)).containsExactly("privacy_export.make system [\"export\"] prq");

        String link = merchant.api()
                .post("/v1/privacy/requests/" + request + "/links", "{}")
                .text("secret")
                .split("=", 2)[1];
        String visit = page("open", "{\"link\":\"%s\"}".formatted(link)).text("visit");
        String copy = "{\"visit\":\"%s\"}".formatted(visit);
        assertThat(page("copy", copy).status()).isEqualTo(200);
        assertThat(looks(customer).get(0)).isEqualTo("privacy_export.read subject [\"export\"] req");

        assertThat(page("copy", copy).status()).isEqualTo(410);
        assertThat(looks(customer)).hasSize(2);
        merchant.api().get("/v1/privacy/requests/" + request + "/export");
        assertThat(looks(customer).get(0)).isEqualTo("privacy_export.read key [\"export\"] req");
    }

    @Test
    void what_is_said_about_a_person_is_opened_by_whoever_reads_the_request() {
        String customer = merchant.customer("nora@example.com", "Ammer");
        String path = "/v1/privacy/requests/"
                + merchant.request("rectification", customer).text("id");
        merchant.api().get(path);
        assertThat(looks(customer)).isEmpty();
        merchant.api().post(path + "/extend", "{\"reason\":\"Ammer moved\"}");
        merchant.api().get(path);
        running.operator().get("/v1/privacy/requests?merchant=" + merchant.id());
        assertThat(looks(customer))
                .containsExactly(
                        "privacy_request.read opt [\"request.extension_reason\"] req",
                        "privacy_request.read key [\"request.extension_reason\"] req",
                        "privacy_request.read key [\"request.extension_reason\"] req");
    }

    @Test
    void the_link_and_the_letter_of_a_request_open_its_address() {
        String customer = merchant.customer("olga@example.com", "Dohle");
        page("ask", "{\"type\":\"access\",\"email\":\"olga@example.com\",\"language\":\"en\"}");
        Matcher link = LINK.matcher(letter("olga@example.com", 1));
        assertThat(link.find()).isTrue();
        page("open", "{\"link\":\"%s\"}".formatted(link.group(1)));
        letter("olga@example.com", 2);
        assertThat(looks(customer))
                .containsExactly(
                        "privacy_letter.write system [\"request.email\"] prq",
                        "privacy_export.make system [\"export\"] prq",
                        "privacy_request.verify subject [\"request.email\"] req");
    }

    @Test
    void a_capture_shows_what_was_noted_at_the_payment() {
        String customer = merchant.customer("paula@example.com", "Elster");
        String payment = merchant.pay(customer, "Elster", false).text("id");
        assertThat(looks(customer)).isEmpty();
        Api.Answer captured = merchant.api().post("/v1/payments/" + payment + "/capture", Api.newKey(), "{}");
        assertThat(captured.body()).contains("Elster-description");
        assertThat(looks(customer))
                .containsExactly("payment.capture key [\"payment.description\",\"payment.metadata\"] req");
    }

    /** Newest first: what for, who, which fields, in which request. */
    private List<String> looks(String customer) {
        return merchant.api()
                .get("/v1/customers/" + customer + "/access-log")
                .json()
                .path("data")
                .valueStream()
                .map(look -> String.join(
                        " ",
                        look.path("purpose").asString(),
                        look.path("actor").asString().split("_")[0],
                        look.path("fields").toString(),
                        look.path("request_id").asString().split("_")[0]))
                .toList();
    }

    private String letter(String address, int number) {
        await().atMost(SOON).until(() -> letters(address).size() == number);
        try {
            return letters(address).get(number - 1).getContent().toString();
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private List<MimeMessage> letters(String address) {
        return Arrays.stream(running.mail().getReceivedMessages())
                .filter(message ->
                        GreenMailUtil.getAddressList(recipients(message)).equals(address))
                .toList();
    }

    private static Address[] recipients(MimeMessage message) {
        try {
            return message.getAllRecipients();
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private Api.Answer page(String what, String body) {
        return merchant.api().with("").post("/privacy/" + merchant.id() + "/" + what, body);
    }

    private void completed(String request) {
        await().atMost(SOON)
                .until(() -> merchant.api()
                        .get("/v1/privacy/requests/" + request)
                        .text("status")
                        .equals("completed"));
    }
}
