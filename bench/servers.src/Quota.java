package io.counterfoil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds processes to a part of a processor, by control groups of Linux of either version. */
final class Quota {

    private static final int PERIOD_MICROSECONDS = 20_000;
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final boolean SECOND_VERSION = Files.exists(GROUPS.resolve("cgroup.controllers"));

    private Quota() {}

    /**
     * Holds a process.
     *
     * @param part of one processor
     * @return whether it is held: not without root, or without control groups
     */
    static boolean hold(long pid, double part) throws IOException {
        Path group = group(pid);
        long quota = Math.round(part * PERIOD_MICROSECONDS);
        try {
            Files.createDirectory(group);
            if (SECOND_VERSION) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROSECONDS);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROSECONDS));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
            return true;
        } catch (IOException notHere) {
            forget(pid);
            return false;
        }
    }

    /** To be called when the process has ended: a group that is in use stays. */
    static void forget(long pid) throws IOException {
        Files.deleteIfExists(group(pid));
    }

    private static Path group(long pid) {
        return (SECOND_VERSION ? GROUPS : GROUPS.resolve("cpu")).resolve("counterfoil-bench-" + pid);
    }
}
