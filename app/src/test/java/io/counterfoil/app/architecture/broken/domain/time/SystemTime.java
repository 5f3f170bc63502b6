package io.counterfoil.app.architecture.broken.domain.time;

import java.time.InstantSource;

/** Innocent: somebody has to. */
class SystemTime {

    InstantSource source() {
        return InstantSource.system();
    }
}
