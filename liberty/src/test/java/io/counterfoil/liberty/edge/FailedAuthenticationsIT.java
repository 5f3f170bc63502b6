package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Share;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class FailedAuthenticationsIT {

    private static final Share FAILED = Share.of(2_000, 100_000);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Api api;
    private final CounterfoilProcess server;

    FailedAuthenticationsIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
    }

    /** Each is another credential of the right form. */
    @Test
    void leave_memory_flat() throws IOException, InterruptedException {
        fail(0, 500);
        long before = usedKilobytes();
        fail(500, FAILED.count());
        long grown = usedKilobytes() - before;
        System.out.println("failed authentications: " + FAILED + ", heap grew by " + grown + " KB");
        // noise is a few megabytes; over the whole number it is a fifth of a kilobyte each
        assertThat(grown).isLessThan(20_000);
        assertThat(api.get("/v1/payments").status()).isEqualTo(200);
    }

    private void fail(int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(api.with(MadeUp.key(i)).get("/v1/payments").status()).isIn(401, 429);
        }
    }

    private long usedKilobytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1));
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        return said;
    }
}
