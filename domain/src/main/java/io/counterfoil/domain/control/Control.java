package io.counterfoil.domain.control;

/**
 * The live check of one practice.
 *
 * @param id as the contract names it, such as {@code keys.server_side_only}
 */
public record Control(String id, Check check) {

    /** Looks at the data; inside a transaction. It is quick: aggregates along an index, or over small tables. */
    @FunctionalInterface
    public interface Check {
        Assessment assess(Window window);
    }
}
