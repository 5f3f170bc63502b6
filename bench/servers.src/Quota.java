package io.counterfoil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Holds a process to a part of a processor, by a control group of Linux of either version. */
final class Quota implements AutoCloseable {

    private static final int PERIOD_MICROSECONDS = 20_000;
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private final Path group;

    private Quota(Path group) {
        this.group = group;
    }

    /**
     * Holds a process.
     *
     * @param part of one processor
     * @return empty where that isn't possible: without root, or without control groups
     */
    static Optional<Quota> of(long pid, double part) {
        boolean second = Files.exists(GROUPS.resolve("cgroup.controllers"));
        Path group = (second ? GROUPS : GROUPS.resolve("cpu")).resolve("counterfoil-bench-" + pid);
        long quota = Math.round(part * PERIOD_MICROSECONDS);
        try {
            Files.createDirectory(group);
            if (second) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROSECONDS);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROSECONDS));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
            return Optional.of(new Quota(group));
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }

    /** To be called when the process has ended: a group that is in use stays. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }
}
