package io.counterfoil.domain.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.junit.jupiter.api.Test;

class GuardTest {

    /** The name of a property is text, and so is its default: nobody else would notice a slip. */
    @Test
    void an_operator_sets_how_many_calls_move_money_at_once() throws Exception {
        Bulkhead bulkhead =
                Guard.class.getDeclaredMethod("move", Callable.class).getAnnotation(Bulkhead.class);
        assertThat(bulkhead.value()).hasToString(StripeSettings.CONCURRENCY.fallback());
        assertThat(properties())
                .containsEntry(
                        Guard.class.getName() + "/move/Bulkhead/value",
                        "${" + StripeSettings.CONCURRENCY.name() + ":" + bulkhead.value() + "}");
    }

    private static Properties properties() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Guard.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            properties.load(file);
        }
        return properties;
    }
}
