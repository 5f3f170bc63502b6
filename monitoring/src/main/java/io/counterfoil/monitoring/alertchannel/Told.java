package io.counterfoil.monitoring.alertchannel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told: a line and a text for people, and an event for programs.
 *
 * @param id the same however often it is tried
 * @param type as the events of merchants have it
 */
record Told(String id, String type, boolean livemode, String subject, String text, Map<String, Object> data) {

    static Told alert(Notifications.Claimed one) {
        Message message = one.message();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("alert", message);
        data.put("alerts", one.alerts());
        return new Told(
                // what joins a notification while it is told goes out in it again, about another alert
                one.id() + "_" + message.alert(),
                "alert.raised",
                message.livemode(),
                message.subjectLine(one.alerts()),
                message.text(one.alerts()),
                data);
    }

    /** Something harmless. */
    static Told test(String id) {
        return new Told(
                id,
                "ping",
                true,
                "[test] Counterfoil can reach you",
                "This is a test of an alert channel. Nothing is wrong.\n",
                Map.of());
    }
}
