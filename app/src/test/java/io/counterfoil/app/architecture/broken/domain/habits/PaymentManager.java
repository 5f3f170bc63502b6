package io.counterfoil.app.architecture.broken.domain.habits;

class PaymentManager {

    /** A name inside a name counts too. */
    static class MoneyUtils {}

    /** Innocent: "base" is part of a word. */
    static class Database {}

    static class Base62 {}

    static class Baseline {}
}
