package io.counterfoil.domain.merkletree;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile or a bundle of entries is found, below a log's prefix: {@code tile/<L>/<N>[.p/<W>]} (tlog-tiles, section
 * "Merkle Tree").
 *
 * @param level 0 for leaf hashes, or {@link #ENTRIES}
 * @param index within the level
 * @param width how many hashes or entries, 1 to 256
 */
public record TilePath(int level, long index, int width) {

    /** The "level" of the bundles of entries. */
    public static final int ENTRIES = -1;

    private static final Pattern FORM =
            Pattern.compile("tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");
    private static final int HIGHEST_LEVEL = 63;

    public TilePath {
        if (level < ENTRIES || level > HIGHEST_LEVEL || index < 0 || width < 1 || width > Tile.WIDTH) {
            throw new IllegalArgumentException("no tile");
        }
    }

    /** The place that a path names, if it names one in the one spelling that there is. */
    public static Optional<TilePath> parse(String path) {
        Matcher parts = FORM.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String level = parts.group(1);
        String width = parts.group(3);
        try {
            TilePath tile = new TilePath(
                    level.equals("entries") ? ENTRIES : Integer.parseInt(level),
                    Long.parseLong(parts.group(2).replace("x", "").replace("/", "")),
                    width == null ? Tile.WIDTH : Integer.parseInt(width));
            return Optional.of(tile).filter(found -> found.text().equals(path));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    /** The path, without a slash in front. */
    public String text() {
        StringBuilder groups = new StringBuilder(threeDigits(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            groups.insert(0, "x" + threeDigits(rest % 1000) + "/");
        }
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + groups
                + (width == Tile.WIDTH ? "" : ".p/" + width);
    }

    private static String threeDigits(long number) {
        return Long.toString(1000 + number).substring(1);
    }
}
