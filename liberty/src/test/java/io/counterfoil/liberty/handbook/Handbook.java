package io.counterfoil.liberty.handbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of docs/operations.md, to the letter, each block with what stands below it. */
final class Handbook {

    private static final Path PAGE = Path.of("../docs/operations.md");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```.*\\n((?s:.*?))^```\\n(.*)$");

    private Handbook() {}

    /** @param mark the line behind it, which says who runs it */
    record Block(String commands, String mark) {}

    static List<Block> blocks() {
        try {
            return BLOCK.matcher(Files.readString(PAGE))
                    .results()
                    .map(block -> new Block(block.group(1), block.group(2)))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The one block with these words whose mark says that {@link HandbookIT} runs it. */
    static String commands(String words) {
        List<Block> found = blocks().stream()
                .filter(block ->
                        block.commands().contains(words) && block.mark().startsWith("*Run by `HandbookIT`"))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " blocks with " + words);
        }
        return found.get(0).commands();
    }
}
