package io.counterfoil.domain.leak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is passed on of the address where a secret was seen. */
class PublicPageTest {

    @ParameterizedTest
    @CsvSource({
        "https://github.com/example/shop/blob/main/.env, https://github.com/example/shop/blob/main/.env",
        "https://github.com/example/a%20b?who=ada@example.com#L3, https://github.com/example/a%20b",
        "HTTPS://Gist.GitHub.com/example/1?, https://gist.github.com/example/1",
        "https://git.example:8443/shop#ada, https://git.example:8443/shop",
        "https://github.com?who=ada, https://github.com",
    })
    void host_and_path_are(String reported, String passedOn) {
        assertThat(PublicPage.of(reported)).contains(passedOn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ada Lovelace, 12 Main Street",
                "http://github.com/example",
                "ftp://github.com/example",
                "mailto:ada@example.com",
                "https://ada:secret@github.com/example",
                "https:///example",
                "https:github.com",
                "https://github.com/two words",
                "https://github.com/kölner-laden",
                "https://github.com/%zz",
                "https://github.com/a\nb",
            })
    void anything_else_is_not(String reported) {
        assertThat(PublicPage.of(reported)).isEmpty();
    }

    @Test
    void nor_is_an_address_of_any_length() {
        String page = "https://github.com/";
        assertThat(PublicPage.of(page + "x".repeat(1024 - page.length()))).isPresent();
        assertThat(PublicPage.of(page + "x".repeat(1025 - page.length()))).isEmpty();
    }
}
