package org.dungeontalk.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Memory of processes, as Linux reports it: the proportional share of each (pages shared by n
 * processes count 1/n for each), so that the sum is what the machine uses.
 */
public final class MemoryInUse {

    private MemoryInUse() {}

    /**
     * MiB of these processes and all their descendants; 0 where the system doesn't report it.
     *
     * @param pids process ids; ended ones count nothing
     */
    public static long mebibytes(List<Long> pids) {
        long kibibytes =
                pids.stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .flatMap(
                                process -> Stream.concat(Stream.of(process), process.descendants()))
                        .map(ProcessHandle::pid)
                        .distinct()
                        .mapToLong(MemoryInUse::kibibytes)
                        .sum();
        return kibibytes / 1024;
    }

    private static long kibibytes(long pid) {
        return read(pid, "smaps_rollup", "Pss:").or(() -> read(pid, "status", "VmRSS:")).orElse(0L);
    }

    private static Optional<Long> read(long pid, String file, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
            LongStream values =
                    lines.filter(line -> line.startsWith(field))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")));
            return values.boxed().findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
