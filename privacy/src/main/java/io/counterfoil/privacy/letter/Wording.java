package io.counterfoil.privacy.letter;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;

/** What letters say, in the language of the page that was used. English where there is no other. */
final class Wording {

    private static final String BUNDLE = "io.counterfoil.privacy.letter.letters";

    private final ResourceBundle texts;
    private final Locale language;

    Wording(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle(
                BUNDLE,
                language,
                Wording.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String subject(Occasion occasion, String merchant) {
        return filled(occasion.text() + ".subject", merchant);
    }

    String text(Occasion occasion, Object... facts) {
        return filled(occasion.text() + ".text", facts) + "\n\n" + texts.getString("ending");
    }

    /** A day as people write it. */
    String day(Instant moment) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language)
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }

    String type(String type) {
        return texts.getString("type." + type);
    }

    private String filled(String key, Object... facts) {
        return new MessageFormat(texts.getString(key), language).format(facts);
    }
}
