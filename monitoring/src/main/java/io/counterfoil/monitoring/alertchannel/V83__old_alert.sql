-- Which alerts were resolved long ago, and what was told of them.
CREATE INDEX alert_resolved ON monitoring.alert (resolved_at) WHERE status = 'resolved';
CREATE INDEX alert_notification_alert ON monitoring.alert_notification (alert_id);
