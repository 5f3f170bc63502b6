package io.counterfoil.domain.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {

    /** What first-run.env and the ready line say: an address to listen on is not always one to call. */
    @ParameterizedTest
    @CsvSource({
        "localhost, https://localhost:9443",
        "pay.example.com, https://pay.example.com:9443",
        "0.0.0.0, https://localhost:9443",
        "*, https://localhost:9443",
        "::, https://localhost:9443",
        "::1, https://[::1]:9443",
        "[::1], https://[::1]:9443"
    })
    void the_url_is_one_that_can_be_called(String host, String url) {
        Map<String, String> values = Map.of("counterfoil.host", host);
        assertThat(ServerSettings.url(name -> Optional.ofNullable(values.get(name))))
                .isEqualTo(url);
    }
}
