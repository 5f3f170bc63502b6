package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.monitoring.alert.AlertNews;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is told of an alert, as it is stored and as merchants get it: ids, figures and the rule's own words. */
record Message(
        String alert,
        @Nullable String merchant,
        boolean livemode,
        String rule,
        String title,
        String severity,
        String subject,
        JsonNode facts,
        long count,
        boolean escalated,
        String runbook) {

    static Message of(AlertNews news) {
        return new Message(
                IdKind.ALERT.text(news.alert()),
                news.merchant().map(IdKind.MERCHANT::text).orElse(null),
                news.livemode(),
                news.rule(),
                news.title(),
                news.severity(),
                news.subject(),
                Json.tree(news.facts().getBytes(StandardCharsets.UTF_8)),
                news.count(),
                news.escalated(),
                news.runbook());
    }

    static Message read(String content) {
        return Json.value(Json.tree(content.getBytes(StandardCharsets.UTF_8)), Message.class);
    }

    String written() {
        return new String(Json.write(this), StandardCharsets.UTF_8);
    }

    String subjectLine(int alerts) {
        return "[%s] %s%s%s"
                .formatted(
                        severity,
                        escalated ? "Nobody has acknowledged: " : "",
                        title,
                        alerts > 1 ? " (" + alerts + " alerts)" : "");
    }

    /** Plain text for people. */
    String text(int alerts) {
        String figures = facts.properties().stream()
                .map(fact -> fact.getKey() + ": " + fact.getValue().asString() + "\n")
                .collect(Collectors.joining());
        return "%s\n\nalert: %s\nrule: %s\nabout: %s\nmode: %s\nraised: %s times so far\n%s%s\nWhat to do: %s\n"
                .formatted(
                        subjectLine(alerts),
                        alert,
                        rule,
                        subject,
                        livemode ? "live" : "test",
                        count,
                        alerts > 1 ? "with it: " + (alerts - 1) + " more alerts of this rule\n" : "",
                        figures,
                        runbook);
    }
}
