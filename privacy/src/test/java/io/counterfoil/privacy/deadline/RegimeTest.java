package io.counterfoil.privacy.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegimeTest {

    @ParameterizedTest
    @CsvSource({
        "gdpr, 2027-01-31T10:15:30Z, 2027-02-28T10:15:30Z, 2027-04-30T10:15:30Z",
        "gdpr, 2028-01-31T10:15:30Z, 2028-02-29T10:15:30Z, 2028-04-30T10:15:30Z",
        "gdpr, 2027-02-28T00:00:00Z, 2027-03-28T00:00:00Z, 2027-05-28T00:00:00Z",
        "gdpr, 2026-11-30T23:59:59Z, 2026-12-30T23:59:59Z, 2027-02-28T23:59:59Z",
        "gdpr, 2026-12-31T23:59:59Z, 2027-01-31T23:59:59Z, 2027-03-31T23:59:59Z",
        "ccpa, 2027-01-31T10:15:30Z, 2027-03-17T10:15:30Z, 2027-05-01T10:15:30Z",
        "ccpa, 2028-01-31T10:15:30Z, 2028-03-16T10:15:30Z, 2028-04-30T10:15:30Z",
    })
    void gives_the_time_that_the_law_gives(String regime, Instant received, Instant due, Instant extended) {
        Regime law = Regime.parse(regime).orElseThrow();
        assertThat(law.due(received)).isEqualTo(due);
        assertThat(law.extended(received)).isEqualTo(extended);
    }

    @Test
    void knows_no_other_law() {
        assertThat(Regime.parse("GDPR")).isEmpty();
        assertThat(Regime.parse("lgpd")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4999, 0", "5000, 50", "7999, 50", "8000, 80", "9999, 80", "10000, 100", "20000, 100", "-1, 0"})
    void tells_at_half_at_four_fifths_and_at_the_end(long passedMillis, int percent) {
        Instant received = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(Elapsed.percent(received, received.plusMillis(10_000), received.plusMillis(passedMillis)))
                .isEqualTo(percent);
    }
}
