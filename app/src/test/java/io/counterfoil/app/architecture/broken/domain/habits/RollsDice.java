package io.counterfoil.app.architecture.broken.domain.habits;

import java.security.SecureRandom;
import java.util.Random;

class RollsDice {

    int predictable() {
        return new Random().nextInt(6);
    }

    double alsoPredictable() {
        return Math.random();
    }

    /** Innocent: nobody can guess it. */
    int innocent(SecureRandom random) {
        return random.nextInt(6);
    }
}
