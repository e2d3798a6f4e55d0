package org.dungeontalk.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dungeontalk.local.stack.StackFile;

/**
 * The CPU time of a local stack's processes, each with its children. On Linux that includes
 * children that have ended, such as PostgreSQL's vacuum; elsewhere only those that run. Any thread
 * may call the methods.
 *
 * @param processes of the stack; empty for a gateway elsewhere
 */
public record StackCpu(List<StackFile.Started> processes) {

    private static final double MILLIS = 1_000;

    /** Linux counts CPU time in 1/100 s: user, system, and both of the children that have ended. */
    private static final long TICK_MILLIS = 10;

    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    /** CPU time of each process so far, without those that have ended. */
    public Map<String, Duration> now() {
        Map<String, Duration> times = new TreeMap<>();
        for (StackFile.Started process : processes) {
            of(process.pid()).ifPresent(time -> times.put(process.name(), time));
        }
        return times;
    }

    /** Seconds of CPU time since then, by process; {@code null} for one that has ended. */
    Map<String, Double> since(Map<String, Duration> then) {
        Map<String, Duration> now = now();
        Map<String, Double> seconds = new TreeMap<>();
        for (StackFile.Started process : processes) {
            Duration from = then.get(process.name());
            Duration to = now.get(process.name());
            seconds.put(
                    process.name(),
                    from == null || to == null
                            ? null
                            : Math.max(0, to.minus(from).toMillis()) / MILLIS);
        }
        return seconds;
    }

    /** Empty if the process has ended, even while its time was read. */
    private static Optional<Duration> of(long pid) {
        return ProcessHandle.of(pid)
                .map(
                        process ->
                                Stream.concat(Stream.of(process), process.descendants())
                                        .map(StackCpu::used)
                                        .reduce(Duration.ZERO, Duration::plus))
                .filter(time -> ProcessHandle.of(pid).isPresent());
    }

    private static Duration used(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks =
                    Stream.of(fields)
                            .skip(FIRST_TIME)
                            .limit(TIMES)
                            .mapToLong(Long::parseLong)
                            .sum();
            return Duration.ofMillis(ticks * TICK_MILLIS);
        } catch (IOException e) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }
}
