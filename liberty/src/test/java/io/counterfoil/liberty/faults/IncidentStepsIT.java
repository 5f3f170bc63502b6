package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.webhooks.Receiver;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of each step of an incident's plan. Each is held open from outside, by a lock, when its work
 * is done and its note is to be written, all at once, so that one kill meets them all. The next server goes on by itself
 * where the policy says so, and nobody hears of anything twice.
 */
class IncidentStepsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAIL_PORT = Distribution.freePort();
    private static final String LOCK = "LOCK TABLE monitoring.incident_step IN SHARE ROW EXCLUSIVE MODE";
    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND query ILIKE '%insert into monitoring.incident_step%'";

    private static final String LOCK_OF_AUDIT = "LOCK TABLE monitoring.audit_entry IN SHARE ROW EXCLUSIVE MODE";
    private static final String WAITING_FOR_AUDIT = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND query ILIKE '%insert into monitoring.audit_entry%'";

    private static final String SENDING = "SELECT count(*) FROM monitoring.people_letter WHERE state = 'sending'";

    @TempDir
    Path home;

    private final GreenMail mail = new GreenMail(new ServerSetup(MAIL_PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** An incident, and the key that it is about. */
    private record Case(String id, String key, Api withIt) {

        String path(String step) {
            return "/v1/incidents/" + id + "/actions/" + step;
        }
    }

    @Test
    void every_step_is_taken_once_and_nobody_is_notified_twice() throws SQLException, IOException {
        try (Receiver shop = new Receiver()) {
            Database database = new Database(home);
            String opening = Api.newKey();
            String openingBody;
            Case lost;
            Case told;
            Case reviewed;
            Case documented;
            try (CounterfoilProcess server = settled().start();
                    ServerSocket hangingMail = new ServerSocket(MAIL_PORT, 50, InetAddress.getLoopbackAddress())) {
                Api merchant = Api.ofDemoMerchant(server);
                Api operator = operator(server);
                merchant.post(
                        "/v1/webhook-endpoints",
                        "{\"url\":\"%s\",\"event_types\":[\"incident.opened\"]}".formatted(shop.url()));
                told = open(merchant, operator, true);
                reviewed = open(merchant, operator, true);
                documented = open(merchant, operator, true);
                assertThat(operator.post(documented.path("review-logs"), "").status())
                        .isEqualTo(200);
                operator.post(documented.path("notify"), "{\"people\":true}");
                await().atMost(PATIENCE).until(() -> database.count(SENDING) == 1);
                assertThat(hangingMail.isBound()).isTrue();
                lost = open(merchant, operator, false);
                openingBody = body(lost.key());
                try (Connection held = database.hold(LOCK)) {
                    begin(() -> operator.post(told.path("notify"), ""));
                    begin(() -> operator.post(reviewed.path("review-logs"), ""));
                    begin(() -> operator.post(documented.path("document"), ""));
                    // the policy ends the key with the opening: the step is in its transaction
                    begin(() -> operator.post("/v1/incidents", opening, openingBody));
                    await().atMost(PATIENCE).until(() -> database.count(WAITING) >= 4);
                    server.kill();
                    assertThat(held.isValid(1)).isTrue();
                }
                assertThat(database.count("SELECT count(*) FROM monitoring.incident"))
                        .isEqualTo(3);
            }
            mail.start();
            try (CounterfoilProcess server = settled().start()) {
                Api operator = operator(server);
                operator.post(
                        "/v1/alert-channels",
                        "{\"kind\":\"email\",\"name\":\"On call\",\"target\":\"oncall@example.com\"}");
                assertThat(lost.withIt().at(server).get("/v1/payments").status())
                        .as("what was not committed did not happen")
                        .isEqualTo(200);
                Api.Answer opened = operator.post("/v1/incidents", opening, openingBody);
                assertThat(opened.status()).as(opened.body()).isEqualTo(201);
                assertThat(operator.post("/v1/incidents", opening, openingBody).text("id"))
                        .isEqualTo(opened.text("id"));
                Case resumed = new Case(opened.text("id"), lost.key(), lost.withIt());
                List<Case> all = List.of(told, reviewed, documented, resumed);
                all.forEach(one -> await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(steps(operator, one))
                                .containsExactlyInAnyOrder("revoke_keys", "notify", "review_logs", "document")));

                all.forEach(one -> {
                    await().atMost(Duration.ofSeconds(2))
                            .until(() ->
                                    one.withIt().at(server).get("/v1/payments").status() == 401);
                    assertThat(operator.post(one.path("notify"), "").status()).isEqualTo(200);
                    await().atMost(PATIENCE)
                            .untilAsserted(() ->
                                    assertThat(heard(shop, one)).as(one.id()).isEqualTo(1));
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(alerts(operator, one))
                                    .as(one.id())
                                    .isEqualTo(1));
                });
                for (String step : List.of("revoke_keys", "notify", "review_logs", "document")) {
                    assertThat(actors(operator, "incident." + step, resumed))
                            .as("by policy, and so in the audit log: %s", step)
                            .containsExactly("system");
                }
                assertThat(database.count("SELECT count(*) FROM domain.reissued_key"))
                        .isEqualTo(all.size());
                assertThat(database.count("SELECT count(*) FROM webhooks.event WHERE type = 'incident.opened'"))
                        .isEqualTo(all.size());
                await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length >= 1);
                assertThat(all.stream().mapToLong(this::letters).max().orElse(0))
                        .isEqualTo(1);
                people(operator, told, documented);
                // the address was opened before the kill too, if the letter had come so far
                assertThat(database.count("SELECT count(*) FROM privacy.access_log"
                                + " WHERE purpose = 'incident_letter.send' AND actor = 'system' AND fields = 'email'"))
                        .isBetween(1L, 2L);
                endings(server, operator, database, told, reviewed, documented);
                System.out.printf(
                        "incidents: killed in 4 steps at once, %s incidents whole, %s events, %s letters, told twice 0%n",
                        all.size(), shop.letters().size(), mail.getReceivedMessages().length);
            }
        } finally {
            mail.stop();
        }
    }

    /**
     * Killed in the middle of a task that is made, one that is completed, and a closing: their work is done, and the entries
     * in the audit log are to be written. Nothing of it happened, and once it is asked for again it happens once.
     */
    private void endings(
            CounterfoilProcess server, Api operator, Database database, Case closed, Case completed, Case prevented)
            throws SQLException {
        String key = Api.newKey();
        String wanted = "{\"task\":\"Scan the chats\",\"owner\":\"Ada\",\"due\":\"2030-01-31\"}";
        String task = operator.post(completed.path("prevent"), wanted).text("id");
        String complete = "/v1/incidents/" + completed.id() + "/tasks/" + task + "/complete";
        assertThat(operator.post("/v1/incidents/" + completed.id() + "/close", "")
                        .text("code"))
                .isEqualTo("task_open");
        try (Connection held = database.hold(LOCK_OF_AUDIT)) {
            begin(() -> operator.post(prevented.path("prevent"), key, wanted));
            begin(() -> operator.post(complete, ""));
            begin(() -> operator.post("/v1/incidents/" + closed.id() + "/close", ""));
            await().atMost(PATIENCE).until(() -> database.count(WAITING_FOR_AUDIT) >= 3);
            server.kill();
            assertThat(held.isValid(1)).isTrue();
        }
        try (CounterfoilProcess next = settled().start()) {
            Api again = operator.at(next);
            assertThat(tasks(again, prevented)).isEmpty();
            assertThat(tasks(again, completed)).containsExactly("open");
            assertThat(status(again, closed)).isEqualTo("open");

            Api.Answer made = again.post(prevented.path("prevent"), key, wanted);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(again.post(prevented.path("prevent"), key, wanted).body())
                    .isEqualTo(made.body());
            assertThat(tasks(again, prevented)).containsExactly("open");
            for (int i = 0; i < 2; i++) {
                assertThat(again.post(complete, "").status()).isEqualTo(200);
            }
            for (int i = 0; i < 2; i++) {
                for (Case one : List.of(closed, completed)) {
                    assertThat(again.post("/v1/incidents/" + one.id() + "/close", "")
                                    .status())
                            .isEqualTo(200);
                }
            }
            assertThat(status(again, closed)).isEqualTo("closed");
            assertThat(acts(again, "incident.closed", closed)).isEqualTo(1);
            assertThat(acts(again, "incident.closed", completed)).isEqualTo(1);
            assertThat(acts(again, "incident.task_completed", completed)).isEqualTo(1);
            assertThat(acts(again, "incident.prevent", prevented)).isEqualTo(1);
        }
    }

    private static List<String> tasks(Api operator, Case one) {
        List<String> tasks = new ArrayList<>();
        operator.get("/v1/incidents/" + one.id())
                .json()
                .path("tasks")
                .forEach(task -> tasks.add(task.path("completed_at").isNull() ? "open" : "completed"));
        return tasks;
    }

    private static String status(Api operator, Case one) {
        return operator.get("/v1/incidents/" + one.id()).text("status");
    }

    private static int acts(Api operator, String action, Case one) {
        return actors(operator, action, one).size();
    }

    /** Who did it, as the audit log says, once for each time. */
    private static List<String> actors(Api operator, String action, Case one) {
        return operator.get("/v1/audit-log?action=" + action + "&object=" + one.id())
                .json()
                .path("data")
                .findValuesAsString("actor");
    }

    /** Who asks again writes to nobody again; what may have been sent when the server died is not sent again. */
    private void people(Api operator, Case told, Case documented) {
        for (int i = 0; i < 2; i++) {
            for (Case one : List.of(told, documented)) {
                assertThat(operator.post(one.path("notify"), "{\"people\":true}")
                                .status())
                        .isEqualTo(200);
            }
        }
        await().atMost(PATIENCE).until(() -> fate(operator, told).equals("{\"sent\":1}"));
        assertThat(fate(operator, documented)).isEqualTo("{\"unknown\":1}");
        List<MimeMessage> letters = Arrays.stream(mail.getReceivedMessages())
                .filter(message -> !to(message).equals("oncall@example.com"))
                .toList();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(to(letter)).isEqualTo(told.key() + "@example.com");
            assertThat(text(letter)).contains("may have seen data about you", "email, name");
        });
    }

    private static String fate(Api operator, Case one) {
        return operator.get("/v1/incidents/" + one.id() + "/report")
                .json()
                .path("letters")
                .toString();
    }

    private static String to(MimeMessage message) {
        return GreenMailUtil.getAddressList(recipients(message));
    }

    private static Address[] recipients(MimeMessage message) {
        try {
            return message.getAllRecipients();
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private Distribution settled() {
        return Distribution.on(home)
                .with("COUNTERFOIL_INCIDENTS_AUTOMATIC", "all")
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .with("COUNTERFOIL_ALERTS_INTERVAL", "PT1S")
                .with("COUNTERFOIL_MAIL_SERVER", "smtp://127.0.0.1:" + MAIL_PORT);
    }

    private static Api operator(CounterfoilProcess server) {
        return Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    private static Case open(Api merchant, Api operator, boolean now) {
        Api.Answer key = merchant.post("/v1/api-keys", "{\"name\":\"backend\"}");
        Api withIt = merchant.with(key.text("secret"));
        assertThat(withIt.get("/v1/payments").status()).isEqualTo(200);
        String customer = merchant.post(
                        "/v1/customers", "{\"name\":\"Ada\",\"email\":\"%s@example.com\"}".formatted(key.text("id")))
                .text("id");
        assertThat(withIt.get("/v1/customers/" + customer + "?view=full").status())
                .isEqualTo(200);
        String id = now ? operator.post("/v1/incidents", body(key.text("id"))).text("id") : "";
        return new Case(id, key.text("id"), withIt);
    }

    private static String body(String key) {
        return "{\"type\":\"compromised_api_key\",\"api_key\":\"%s\",\"summary\":\"Seen in a chat\"}".formatted(key);
    }

    private static void begin(Runnable call) {
        Thread client = new Thread(call);
        client.setDaemon(true);
        client.setUncaughtExceptionHandler((thread, killed) -> {});
        client.start();
    }

    private static List<String> steps(Api operator, Case one) {
        List<String> steps = new ArrayList<>();
        operator.get("/v1/incidents/" + one.id())
                .json()
                .path("steps")
                .forEach(step -> steps.add(step.path("step").asString()));
        return steps;
    }

    /** How many different events about it reached the merchant: one may arrive twice, under one id. */
    private static long heard(Receiver shop, Case one) {
        return shop.letters().stream()
                .map(letter -> Api.JSON.readTree(letter.body()))
                .filter(event -> event.path("data").path("incident").asString().equals(one.id()))
                .map(event -> event.path("id").asString())
                .distinct()
                .count();
    }

    private long letters(Case one) {
        return Arrays.stream(mail.getReceivedMessages())
                .map(this::text)
                .filter(text -> text.contains(one.id()))
                .count();
    }

    private String text(MimeMessage message) {
        return GreenMailUtil.getBody(message);
    }

    private static long alerts(Api operator, Case one) {
        return StreamSupport.stream(
                        operator.get("/v1/alerts?rule=incident_opened&limit=100")
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(alert -> alert.path("subject").asString().equals(one.id()))
                .mapToLong(alert -> alert.path("count").asLong())
                .sum();
    }
}
