package io.counterfoil.privacy.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemainderTest {

    @ParameterizedTest
    @CsvSource({
        "2019-03-01T00:00:00Z, 2030-01-01T00:00:00Z",
        "2024-12-31T23:59:59.999999Z, 2035-01-01T00:00:00Z",
        "2025-01-01T00:00:00Z, 2036-01-01T00:00:00Z"
    })
    void books_are_kept_for_ten_years_from_the_end_of_the_year_of_the_booking(Instant booked, Instant until) {
        assertThat(Remainder.booksUntil(booked)).isEqualTo(until);
    }
}
