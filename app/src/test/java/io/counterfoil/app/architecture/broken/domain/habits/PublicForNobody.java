package io.counterfoil.app.architecture.broken.domain.habits;

public class PublicForNobody {

    PublicForNobody next(PublicForNobody other) {
        return other;
    }
}
