package org.dungeontalk.load.measure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dungeontalk.local.stack.StackFile;

/**
 * The CPU time of a local stack's processes, each with its children. A process that is not there
 * has none.
 *
 * @param processes of the stack; empty for a gateway elsewhere
 */
record StackCpu(List<StackFile.Started> processes) {

    private static final double MILLIS = 1_000;

    /** CPU time of each process so far. */
    Map<String, Duration> now() {
        Map<String, Duration> times = new TreeMap<>();
        for (StackFile.Started process : processes) {
            times.put(process.name(), of(process.pid()));
        }
        return times;
    }

    /** Seconds of CPU time since then, by process. */
    Map<String, Double> since(Map<String, Duration> then) {
        Map<String, Double> seconds = new TreeMap<>();
        now().forEach(
                        (name, time) ->
                                seconds.put(
                                        name,
                                        Math.max(0, time.minus(then.get(name)).toMillis())
                                                / MILLIS));
        return seconds;
    }

    private static Duration of(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> Stream.concat(Stream.of(process), process.descendants()))
                .orElse(Stream.empty())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
