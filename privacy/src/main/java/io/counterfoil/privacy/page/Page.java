package io.counterfoil.privacy.page;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page's HTML: one file with all that it may ever say, filled with the texts of a language. Its module shows parts of it. */
@Singleton
final class Page {

    private static final String BUNDLE = "io.counterfoil.privacy.page.texts";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9_.]+)}}");

    private final String template;

    @Inject
    Page() {
        this.template = new String(asset("page.html").orElseThrow(), StandardCharsets.UTF_8);
    }

    /** The page of one merchant. */
    String html(String merchantName, Locale language) {
        ResourceBundle texts = ResourceBundle.getBundle(
                BUNDLE,
                language,
                Page.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return PLACE.matcher(template).replaceAll(place -> {
            String key = place.group(1);
            String text = key.equals("language")
                    ? language.getLanguage()
                    : new MessageFormat(texts.getString(key), language).format(new Object[] {merchantName});
            return Matcher.quoteReplacement(escaped(text));
        });
    }

    /** A file that stands beside this class. */
    static Optional<byte[]> asset(String name) {
        try (InputStream file = Page.class.getResourceAsStream(name)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
