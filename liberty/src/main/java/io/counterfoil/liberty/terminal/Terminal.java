package io.counterfoil.liberty.terminal;

/** Where the operator reads, one plain line at a time. */
@FunctionalInterface
public interface Terminal {

    void say(String line);
}
