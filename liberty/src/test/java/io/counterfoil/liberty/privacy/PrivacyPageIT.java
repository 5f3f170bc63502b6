package io.counterfoil.liberty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** People on the page: in Chromium, driven by Playwright, checked by axe; and what the page tells of whom. */
@ExtendWith(PrivacyServer.class)
class PrivacyPageIT {

    private static final Pattern LINK = Pattern.compile("https://\\S+/privacy/\\S+#(?:confirm|open)=\\S+");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final PrivacyServer.Running running;
    private final PrivacyServer.Merchant merchant;

    PrivacyPageIT(PrivacyServer.Running running) {
        this.running = running;
        this.merchant = running.another();
    }

    @Test
    void a_person_asks_confirms_and_downloads_in_a_browser(@TempDir Path scratch) throws Exception {
        ObjectNode visit = visitor(scratch);
        merchant.customer("paula@example.com", "Rotkehlchen");
        visit.put("email", "paula@example.com");
        visit.put("type", "access");
        visit.put("saveAs", scratch.resolve("copy.zip").toString());

        visit(scratch, visit.put("phase", "ask"));
        visit(scratch, visit.put("phase", "fetch").put("link", letterTo("paula@example.com")));

        assertThat(RequestsIT.unzip(Files.readAllBytes(scratch.resolve("copy.zip")))
                        .get("data.json"))
                .asString(StandardCharsets.UTF_8)
                .contains("Anna Rotkehlchen");
    }

    @Test
    void a_person_takes_a_request_back_in_a_browser(@TempDir Path scratch) throws Exception {
        ObjectNode visit = visitor(scratch);
        String request =
                "/v1/privacy/requests/" + merchant.pending(running, merchant.customer("pia@example.com", "Ortolan"));
        String link = merchant.api().post(request + "/links", "{}").text("secret");

        visit(scratch, visit.put("phase", "withdraw").put("link", link));

        assertThat(merchant.api().get(request).text("status")).isEqualTo("cancelled");
    }

    /** A browser and what drives it, where they can be had. */
    private ObjectNode visitor(Path scratch) throws Exception {
        Path chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeThat(chromium).as("there is no Chromium on this machine").isNotNull();
        Path modules = Path.of("target/browser").toAbsolutePath();
        assumeThat(installed(modules))
                .as("npm could not install playwright-core and axe-core")
                .isTrue();
        try (InputStream source = PrivacyPageIT.class.getResourceAsStream("visit.mjs")) {
            Files.copy(source, scratch.resolve("visit.mjs"));
        }
        ObjectNode visit = Api.JSON.createObjectNode();
        visit.put("url", running.server().url() + "/privacy/" + merchant.id());
        visit.put("chromium", chromium.toString());
        return visit.put("modules", modules.toString());
    }

    @Test
    void known_or_unknown_everybody_hears_the_same_and_gets_the_same_letter() throws Exception {
        merchant.customer("quirin@example.com", "Pirol");
        Api.Answer known = ask("quirin@example.com");
        Api.Answer unknown = ask("rosa@example.com");
        assertThat(known.status()).isEqualTo(202).isEqualTo(unknown.status());
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(textTo("quirin@example.com").replaceAll("prl_\\S+", ""))
                .isEqualTo(textTo("rosa@example.com").replaceAll("prl_\\S+", ""));
    }

    @Test
    void whoever_is_unknown_hears_after_confirming_that_nothing_is_kept() throws Exception {
        ask("sven@example.com");
        String link = letterTo("sven@example.com").split("=", 2)[1];
        String visit = page("open", "link", link).text("visit");
        await().atMost(SOON)
                .until(() -> page("state", "visit", visit).text("status").equals("completed"));
        assertThat(page("state", "visit", visit)
                        .json()
                        .path("copy")
                        .path("records")
                        .asInt())
                .isZero();
        assertThat(page("copy", "visit", visit).status()).isEqualTo(200);
        assertThat(page("copy", "visit", visit).status()).isEqualTo(410);
    }

    @Test
    void asking_again_for_the_same_is_the_same_request() throws Exception {
        ask("tilda@example.com");
        letterTo("tilda@example.com");
        ask("tilda@example.com");
        await().atMost(SOON).until(() -> lettersTo("tilda@example.com").size() == 2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(merchant.api()
                                .get("/v1/privacy/requests")
                                .json()
                                .path("data")
                                .findValuesAsString("status"))
                        .containsExactlyInAnyOrder("pending", "cancelled"));
    }

    @Test
    void whoever_asks_again_and_again_fills_nobodys_mailbox() {
        Database database = new Database(running.server().home());
        String ours = " WHERE merchant_id = '%s'"
                .formatted(IdKind.MERCHANT.parse(merchant.id()).orElseThrow());
        for (long asked = 1; asked <= 6; asked++) {
            ask("vera@example.com");
            long cancelled = asked - 1;
            await().atMost(SOON)
                    .until(() ->
                            database.count("SELECT count(*) FROM privacy.request" + ours + " AND status = 'cancelled'")
                                            == cancelled
                                    && database.count("SELECT count(*) FROM privacy.letter" + ours) == 0);
        }
        assertThat(lettersTo("vera@example.com")).hasSize(3);
    }

    @Test
    void a_person_has_everything_erased_and_is_told_so() throws Exception {
        String customer = merchant.customer("uwe@example.com", "Kuckuck");
        page("ask", "{\"type\":\"erasure\",\"email\":\"uwe@example.com\",\"language\":\"de\"}");
        page("open", "link", letterTo("uwe@example.com").split("=", 2)[1]);
        await().atMost(SOON)
                .until(() ->
                        merchant.api().get("/v1/customers/" + customer).body().contains("erased_at\":\""));
        await().atMost(SOON).until(() -> lettersTo("uwe@example.com").size() == 2);
        assertThat(lettersTo("uwe@example.com").get(1).getSubject()).contains("gelöscht");
    }

    @Test
    void the_page_lets_no_script_in_and_keeps_no_secret_in_addresses() {
        Api.Answer page = merchant.api().with("").get("/privacy/" + merchant.id());
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .contains("Bücher &amp; Söhne")
                .doesNotContain("<style")
                .doesNotContainPattern("\\son[a-z]+=");
        assertThat(merchant.api()
                        .with("")
                        .get("/privacy/mer_00000000000000000000000000")
                        .status())
                .isEqualTo(404);
        Api.Answer german = merchant.api()
                .with("")
                .send(merchant.api()
                        .with("")
                        .request("/privacy/" + merchant.id())
                        .header("Accept-Language", "de-AT"));
        assertThat(german.body()).contains("<html lang=\"de\">");
    }

    private Api.Answer ask(String email) {
        return page("ask", "{\"type\":\"access\",\"email\":\"%s\",\"language\":\"en\"}".formatted(email));
    }

    private Api.Answer page(String what, String member, String value) {
        return page(what, "{\"%s\":\"%s\"}".formatted(member, value));
    }

    private Api.Answer page(String what, String body) {
        return merchant.api().with("").post("/privacy/" + merchant.id() + "/" + what, body);
    }

    private String letterTo(String address) {
        Matcher link = LINK.matcher(textTo(address));
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private String textTo(String address) {
        await().atMost(SOON).until(() -> !lettersTo(address).isEmpty());
        try {
            return lettersTo(address).get(0).getContent().toString();
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private List<MimeMessage> lettersTo(String address) {
        return Arrays.stream(running.mail().getReceivedMessages())
                .filter(letter -> {
                    try {
                        return letter.getAllRecipients()[0].toString().equals(address);
                    } catch (Exception unreadable) {
                        throw new IllegalStateException(unreadable);
                    }
                })
                .toList();
    }

    private static void visit(Path scratch, ObjectNode wanted) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", scratch.resolve("visit.mjs").toString(), wanted.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
    }

    /** By npm, once; the browser is the machine's own. */
    private static boolean installed(Path modules) throws IOException, InterruptedException {
        if (Files.exists(modules.resolve("node_modules/axe-core"))) {
            return true;
        }
        Files.createDirectories(modules);
        Files.writeString(modules.resolve("package.json"), "{\"private\":true}");
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
        command.addAll(List.of("playwright-core@1", "axe-core@4"));
        try {
            Process npm = new ProcessBuilder(command)
                    .directory(modules.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0;
        } catch (IOException noNpm) {
            return false;
        }
    }
}
