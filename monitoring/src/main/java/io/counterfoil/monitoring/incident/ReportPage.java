package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.rest.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The report for people: HTML without scripts, to be printed. */
final class ReportPage {

    private ReportPage() {}

    static String of(Report report) {
        IncidentView incident = report.incident();
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Incident %1$s</title></head>
            <body>
            <h1>Incident %1$s</h1>
            <p>%2$s: %3$s. %4$s%5$s. Opened %6$s by %7$s.</p>
            <p>%8$s</p>
            <h2>Timeline</h2>
            %9$s
            <h2>What was done with it</h2>
            %10$s
            <h2>For the authority (GDPR, Article 33), due %11$s, %15$s</h2>
            <pre>%12$s</pre>
            <h2>For the people concerned (Article 34)</h2>
            %13$s
            <h2>So that it does not happen again</h2>
            %14$s
            </body>
            </html>
            """.formatted(
                text(incident.id()),
                text(incident.type().replace('_', ' ')),
                text(incident.subject()),
                text(incident.status()),
                incident.drill() ? ", a drill" : "",
                incident.openedAt(),
                text(incident.openedBy()),
                text(incident.summary()),
                timeline(report),
                review(report),
                report.authorityDueAt(),
                text(String.valueOf(report.article33().get("draft"))),
                table(report.article34()),
                tasks(incident.tasks()),
                incident.authorityNotifiedAt() == null ? "not told yet" : "told " + incident.authorityNotifiedAt());
    }

    private static String timeline(Report report) {
        return table(
                List.of("When", "What", "Who"),
                report.timeline().stream()
                        .map(entry -> row(entry.at(), entry.what().replace('_', ' '), entry.by()))
                        .collect(Collectors.joining()));
    }

    private static String review(Report report) {
        if (report.review().equals("null")) {
            return "<p>The logs were not reviewed yet.</p>";
        }
        JsonNode review = Json.tree(report.review().getBytes(StandardCharsets.UTF_8));
        String figures = """
            <p>From %s to %s: %s requests, %s of them unusual, %s errors; %s payments, %s of which took money; %s captures,
            %s voids, %s refunds%s; %s acts in the audit log. People whose data was opened: %s, in %s looks; shown as they are: %s. Merchants concerned: %s. Proofs that come
            with this report as JSON: %s.</p>
            """.formatted(
                        text(review.path("from").asString("")),
                        text(review.path("to").asString("")),
                        review.path("requests").asLong(),
                        review.path("unusual_requests").asLong(),
                        review.path("errors").asLong(),
                        review.path("payments").path("count").asLong(),
                        review.path("payments").path("captured").asLong(),
                        review.path("follow_ups").path("captures").asLong(),
                        review.path("follow_ups").path("voids").asLong(),
                        review.path("follow_ups").path("refunds").path("count").asLong(),
                        text(refunded(review)),
                        review.path("acts_in_all").asLong(),
                        review.path("subjects").asLong(),
                        review.path("records").asLong(),
                        review.path("unmasked").asLong(),
                        review.path("merchants").asLong(),
                        report.proofs().size());
        String calls = stream(review.path("calls"))
                .map(call -> row(
                        call.path("hour").asString(""),
                        call.path("route").asString(""),
                        call.path("network").asString(""),
                        call.path("requests").asLong(),
                        call.path("errors").asLong(),
                        call.path("marks").isEmpty()
                                ? "usual"
                                : stream(call.path("marks"))
                                        .map(mark -> mark.asString("").replace('_', ' '))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
        String payments = stream(review.path("payments").path("newest"))
                .map(payment -> row(
                        payment.path("created_at").asString(""),
                        payment.path("id").asString(""),
                        payment.path("status").asString(""),
                        payment.path("amount").asLong() + " "
                                + payment.path("currency").asString(""),
                        payment.path("receipt").asString("")))
                .collect(Collectors.joining());
        String followUps = stream(review.path("follow_ups").path("newest"))
                .map(one -> row(
                        one.path("created_at").asString(""),
                        one.path("kind").asString("") + " " + one.path("refund").asString(""),
                        one.path("payment").asString(""),
                        one.path("status").asString(""),
                        one.path("amount").asLong() + " " + one.path("currency").asString(""),
                        one.path("receipt").asString("")))
                .collect(Collectors.joining());
        String acts = stream(review.path("acts"))
                .map(act -> row(
                        act.path("id").asString(""),
                        act.path("action").asString(""),
                        act.path("object").asString("")))
                .collect(Collectors.joining());
        return figures
                + table(List.of("Hour", "Route", "Network", "Requests", "Errors", "Marks"), calls)
                + table(List.of("When", "Payment", "Status", "Amount, minor unit", "Receipt"), payments)
                + table(List.of("When", "Done", "Payment", "Status", "Amount, minor unit", "Receipt"), followUps)
                + table(List.of("Audit entry", "Act", "Object"), acts);
    }

    /** Such as {@code (EUR 250, USD 100, in minor units)}; nothing where nothing was given back. */
    private static String refunded(JsonNode review) {
        String amounts = review.path("follow_ups").path("refunds").path("amounts").properties().stream()
                .map(amount -> amount.getKey() + " " + amount.getValue().asLong())
                .collect(Collectors.joining(", "));
        return amounts.isEmpty() ? "" : " (" + amounts + ", in minor units)";
    }

    private static String tasks(List<IncidentView.Task> tasks) {
        return table(
                List.of("Task", "Who", "By", "Done"),
                tasks.stream()
                        .map(task -> row(
                                task.task(),
                                task.owner(),
                                task.due(),
                                task.completedAt() == null ? "no" : task.completedAt()))
                        .collect(Collectors.joining()));
    }

    private static String table(Map<String, Object> members) {
        return table(
                List.of(),
                members.entrySet().stream()
                        .map(member -> row(member.getKey().replace('_', ' '), member.getValue()))
                        .collect(Collectors.joining()));
    }

    private static String table(List<String> heads, String rows) {
        String head = heads.stream().map(name -> "<th>" + name + "</th>").collect(Collectors.joining());
        return "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>%n".formatted(head, rows);
    }

    private static String row(Object... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (Object cell : cells) {
            row.append("<td>").append(text(String.valueOf(cell))).append("</td>");
        }
        return row.append("</tr>").toString();
    }

    private static Stream<JsonNode> stream(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }

    private static String text(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
