package io.counterfoil.app.architecture.broken.webhooks.delivery;

public record Delivery(String event) {}
