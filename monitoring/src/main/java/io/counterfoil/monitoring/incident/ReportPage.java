package io.counterfoil.monitoring.incident;

import java.util.Map;
import java.util.stream.Collectors;

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
            <p>%2$s, %3$s%4$s. Opened %5$s by %6$s.</p>
            <p>%7$s</p>
            <h2>Timeline</h2>
            <table><thead><tr><th>When</th><th>What</th><th>Who</th></tr></thead><tbody>%8$s</tbody></table>
            <h2>Review</h2>
            <pre>%9$s</pre>
            <h2>For the authority (GDPR, Article 33), due %10$s</h2>
            <table><tbody>%11$s</tbody></table>
            <h2>For the people concerned (Article 34)</h2>
            <table><tbody>%12$s</tbody></table>
            <h2>So that it does not happen again</h2>
            <table><thead><tr><th>Task</th><th>Who</th><th>By</th><th>Done</th></tr></thead><tbody>%13$s</tbody></table>
            </body>
            </html>
            """.formatted(
                        text(incident.id()),
                        text(incident.type().replace('_', ' ')),
                        text(incident.status()),
                        incident.drill() ? ", a drill" : "",
                        incident.openedAt(),
                        text(incident.openedBy()),
                        text(incident.summary()),
                        report.timeline().stream()
                                .map(entry -> row(entry.at(), entry.what(), entry.by()))
                                .collect(Collectors.joining()),
                        text(report.review()),
                        report.authorityDueAt(),
                        table(report.article33()),
                        table(report.article34()),
                        incident.tasks().stream()
                                .map(task -> row(
                                        task.task(),
                                        task.owner(),
                                        task.due(),
                                        task.completedAt() == null ? "no" : task.completedAt()))
                                .collect(Collectors.joining()));
    }

    private static String table(Map<String, Object> members) {
        return members.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(member -> row(member.getKey().replace('_', ' '), member.getValue()))
                .collect(Collectors.joining());
    }

    private static String row(Object... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (Object cell : cells) {
            row.append("<td>").append(text(String.valueOf(cell))).append("</td>");
        }
        return row.append("</tr>").toString();
    }

    private static String text(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
