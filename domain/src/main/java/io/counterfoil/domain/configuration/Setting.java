package io.counterfoil.domain.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One thing that an operator may set.
 *
 * @param name the MicroProfile Config name, such as {@code counterfoil.https.port}
 * @param allowed what values are taken, in words, for the error message and the documentation
 * @param fallback the value that holds when nothing is set, as text; empty for "none"
 * @param purpose what it is for, one sentence
 * @param parse turns text into the value, or throws {@link IllegalArgumentException}
 */
public record Setting<T>(String name, String allowed, String fallback, String purpose, Function<String, T> parse) {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The name of the environment variable, as MicroProfile Config derives it. */
    public String variable() {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * The value that holds.
     *
     * @throws InvalidConfiguration when it is missing and has no fallback, or can't be read
     */
    public T in(ConfigurationSource source) {
        return find(source)
                .orElseThrow(
                        () -> new InvalidConfiguration(List.of("%s is required: %s".formatted(variable(), allowed))));
    }

    /**
     * The value that holds, or nothing where nothing is set and there is no fallback.
     *
     * @throws InvalidConfiguration when it can't be read
     */
    public Optional<T> find(ConfigurationSource source) {
        String text = source.value(name)
                .filter(value -> !value.isBlank())
                .orElse(fallback)
                .strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException | DateTimeParseException unreadable) {
            throw new InvalidConfiguration(List.of("%s can't be read: allowed is %s".formatted(variable(), allowed)));
        }
    }

    public static Setting<String> text(String name, String allowed, String fallback, String purpose) {
        return new Setting<>(name, allowed, fallback, purpose, Function.identity());
    }

    public static Setting<Boolean> flag(String name, boolean fallback, String purpose) {
        return new Setting<>(name, "true or false", Boolean.toString(fallback), purpose, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    public static Setting<Integer> number(String name, int least, int most, int fallback, String purpose) {
        String allowed = "a whole number from %s to %s".formatted(least, most);
        return new Setting<>(name, allowed, Integer.toString(fallback), purpose, text -> {
            int value = Integer.parseInt(text);
            if (value < least || value > most) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    /** A time span, written as ISO 8601 ({@code PT30S}, {@code P30D}) or in whole seconds. */
    public static Setting<Duration> duration(
            String name, Duration least, Duration most, Duration fallback, String purpose) {
        String allowed = "an ISO 8601 duration, or whole seconds, from " + text(least) + " to " + text(most);
        return new Setting<>(name, allowed, text(fallback), purpose, text -> {
            Duration value =
                    SECONDS.matcher(text).matches() ? Duration.ofSeconds(Long.parseLong(text)) : Duration.parse(text);
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    /** ISO 8601 with days, which {@link Duration#toString} does not write. */
    private static String text(Duration duration) {
        return duration.toSeconds() % 86_400 == 0 && !duration.isZero()
                ? "P" + duration.toDays() + "D"
                : duration.toString();
    }

    public static Setting<Path> path(String name, String fallback, String purpose) {
        return new Setting<>(name, "a path", fallback, purpose, text -> {
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException unreadable) {
                throw new IllegalArgumentException(unreadable);
            }
        });
    }

    /** One of the constants of an enum, written in lower case. */
    public static <E extends Enum<E>> Setting<E> choice(String name, Class<E> type, E fallback, String purpose) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Setting<>(
                name, String.join(" or ", names), fallback.name().toLowerCase(Locale.ROOT), purpose, text -> {
                    int index = names.indexOf(text);
                    if (index < 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return type.getEnumConstants()[index];
                });
    }

    public static Setting<URI> uri(String name, String allowed, String fallback, String purpose) {
        return new Setting<>(name, allowed, fallback, purpose, text -> {
            try {
                return new URI(text);
            } catch (URISyntaxException unreadable) {
                throw new IllegalArgumentException(unreadable);
            }
        });
    }

    /** Where another service is: over https, or over http on this host. */
    public static Setting<URI> service(String name, String fallback, String purpose) {
        return new Setting<>(name, "an https URL, or an http one on this host", fallback, purpose, text -> {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme());
            boolean plainButLocal = scheme.equals("http") && LOOPBACK.contains(String.valueOf(url.getHost()));
            if (!scheme.equals("https") && !plainButLocal) {
                throw new IllegalArgumentException("not https");
            }
            return url;
        });
    }
}
