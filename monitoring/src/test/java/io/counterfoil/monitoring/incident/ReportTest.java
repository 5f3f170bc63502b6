package io.counterfoil.monitoring.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.rest.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What GDPR, Articles 33 and 34, make of a review, and how the report reads. */
class ReportTest {

    private static final Instant OPENED = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant DUE = OPENED.plus(Duration.ofHours(72));

    @Test
    void where_people_were_shown_as_they_are_they_must_hear_of_it() {
        Assessment seen = assessed("{\"subjects\":3,\"records\":9,\"unmasked\":2,\"fields\":[\"email\",\"name\"]}");

        assertThat(seen.notificationNeeded()).contains(true);
        assertThat(seen.dataWasIntelligible()).isTrue();
        assertThat(seen.communicationToSubjects()).isEqualTo("needed");
        assertThat(seen.consequences()).contains("email, name");
    }

    @Test
    void where_all_was_masked_the_authority_hears_of_it_and_people_need_not() {
        Assessment masked = assessed("{\"subjects\":3,\"records\":9,\"unmasked\":0,\"fields\":[\"email\"]}");

        assertThat(masked.notificationNeeded()).contains(true);
        assertThat(masked.dataWasIntelligible()).isFalse();
        assertThat(masked.communicationToSubjects()).isEqualTo("not_needed");
        assertThat(masked.reason()).contains("34(3)(a)");
    }

    @Test
    void where_nobody_was_opened_nobody_must_hear_of_it() {
        Assessment none = assessed("{\"subjects\":0,\"records\":0,\"unmasked\":0,\"fields\":[]}");

        assertThat(none.notificationNeeded()).contains(false);
        assertThat(none.communicationToSubjects()).isEqualTo("not_needed");
    }

    @Test
    void before_the_review_nothing_is_decided() {
        Assessment unknown = Assessment.of(null);

        assertThat(unknown.notificationNeeded()).isEmpty();
        assertThat(unknown.communicationToSubjects()).isEqualTo("unknown");
        assertThat(unknown.consequences()).startsWith("Not known yet");
    }

    @Test
    void the_draft_has_every_member_of_article_33() {
        Map<String, Object> article = Article33.of(
                incident("Seen in a chat"),
                assessed("{\"subjects\":3,\"records\":9,\"unmasked\":2,\"fields\":[\"email\"]}"),
                Optional.of("dpo@example.com"));

        assertThat(String.valueOf(article.get("draft")))
                .contains(
                        "before 2026-11-27T10:00:00Z",
                        "compromised api key (key_1)",
                        "Categories of data: email. Subjects: about 3. Records: about 9.",
                        "dpo@example.com",
                        "may know, and misuse",
                        "the secret was ended and replaced (2026-11-24T10:00:01Z)",
                        "Measures to come: Scan the repositories, by 2026-12-01.");
        assertThat(article.get("notification_needed")).isEqualTo(true);
    }

    @Test
    void without_a_contact_the_draft_says_where_it_belongs() {
        Map<String, Object> article = Article33.of(incident("x"), Assessment.of(null), Optional.empty());

        assertThat(String.valueOf(article.get("draft")))
                .contains("[name and contact details]", "Subjects: not known yet. Records: not known yet.");
        assertThat(article).containsEntry("notification_needed", null);
    }

    @Test
    void the_timeline_has_every_deed_in_its_order() {
        List<Incidents.Deed> deeds = List.of(
                new Incidents.Deed(OPENED.plusMillis(1_200), "incident.prevent", "opt_1"),
                new Incidents.Deed(OPENED.plusMillis(1_500), "incident.people_notified", "opt_2"),
                new Incidents.Deed(OPENED.plusSeconds(9), "incident.authority_notified", "opt_3"));

        assertThat(Reports.timeline(incident("x"), deeds))
                .extracting(entry -> entry.what() + " " + entry.by())
                .containsExactly(
                        "opened opt_1",
                        "revoke_keys opt_1",
                        "task_made opt_1",
                        "people_notified opt_2",
                        "task_completed opt_1");
    }

    /** When it was told is what somebody noted, not the time of the note. */
    @Test
    void the_timeline_says_when_the_authority_was_told() {
        Instant told = OPENED.plusMillis(1_800);
        List<Incidents.Deed> deeds = List.of(
                new Incidents.Deed(OPENED.plusSeconds(8), "incident.authority_notified", "opt_2"),
                new Incidents.Deed(OPENED.plusSeconds(9), "incident.authority_notified", "opt_3"));

        assertThat(Reports.timeline(incident("x", told), deeds))
                .contains(new Report.Entry(told, "authority_notified", "opt_3"));
        assertThat(Reports.timeline(incident("x", told), List.of()))
                .as("the audit log is kept for a year, incidents for longer")
                .contains(new Report.Entry(told, "authority_notified", "unknown"));
    }

    @Test
    void the_page_shows_what_people_wrote_as_text_and_nothing_as_markup() {
        String review = """
            {"from":"a","to":"b","requests":7,"unusual_requests":1,"errors":0,"payments":{"count":0,"captured":0,"newest":[]},
             "follow_ups":{"captures":0,"voids":0,"refunds":{"count":2,"amounts":{"EUR":250,"USD":100}},
              "newest":[{"kind":"refund","refund":"re_1","payment":"pay_1","status":"succeeded","amount":250,"currency":"EUR",
                         "receipt":"rcp_1","created_at":"c"}]},
             "acts_in_all":0,"acts":[],"subjects":3,"records":9,"unmasked":2,"merchants":1,
             "calls":[{"hour":"h","route":"<b>","network":"n","requests":7,"errors":0,"marks":["new_network"]}]}\
            """;
        IncidentView incident = incident("<script>alert(1)</script> & more");
        Assessment found = assessed(review);
        String page = ReportPage.of(new Report(
                incident.id(),
                "incident_report",
                incident,
                Reports.timeline(incident, List.of()),
                review,
                List.of(),
                Map.of(),
                DUE,
                0,
                Article33.of(incident, found, Optional.empty()),
                Reports.article34(found)));

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more",
                        "<td>&lt;b&gt;</td>",
                        "<td>new network</td>")
                .contains("2 refunds (EUR 250, USD 100, in minor units)", "<td>refund re_1</td>", "<td>pay_1</td>")
                .contains("7 requests, 1 of them unusual", DUE + ", not told yet")
                .doesNotContain("<script");
    }

    private static Assessment assessed(String review) {
        return Assessment.of(Json.tree(review.getBytes(StandardCharsets.UTF_8)));
    }

    private static IncidentView incident(String summary) {
        return incident(summary, null);
    }

    private static IncidentView incident(String summary, @Nullable Instant authorityNotifiedAt) {
        return new IncidentView(
                "inc_1",
                "incident",
                "compromised_api_key",
                "open",
                false,
                "mer_1",
                true,
                "key_1",
                summary,
                OPENED.minus(Duration.ofDays(7)),
                null,
                OPENED,
                "opt_1",
                DUE,
                authorityNotifiedAt,
                List.of(new IncidentView.Step(
                        IncidentStep.REVOKE, OPENED.plusSeconds(1), "opt_1", 1.0, 0.1, "{\"revoked\":\"key_1\"}")),
                List.of(task("Scan the repositories", null), task("Rotate the others", OPENED.plusSeconds(2))),
                null,
                null);
    }

    private static IncidentView.Task task(String text, Instant completedAt) {
        return new IncidentView.Task(
                "ict_1",
                "incident_task",
                "inc_1",
                text,
                "Ada",
                LocalDate.parse("2026-12-01"),
                completedAt,
                completedAt == null ? null : "opt_1");
    }
}
