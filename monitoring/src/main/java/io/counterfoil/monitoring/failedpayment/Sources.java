package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.CurrentCall;
import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names where a call comes from by a keyed pseudonym of its address: the same for the same address, and no way back. */
@Singleton
public final class Sources {

    private static final int PSEUDONYM_BYTES = 12;

    private final KeyedHash hash;

    @Inject
    public Sources(KeyedHash hash) {
        this.hash = hash;
    }

    /** Where the call comes from that this thread answers; {@code unknown} in background work, such as recovery. */
    public String current() {
        return CurrentCall.get().map(Call::address).map(this::of).orElse(FailedPayment.UNKNOWN);
    }

    private String of(String address) {
        byte[] bytes = hash.of("source address", address.getBytes(StandardCharsets.UTF_8));
        return "src_" + HexFormat.of().formatHex(bytes, 0, PSEUDONYM_BYTES);
    }
}
