package org.dungeontalk.load.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.load.measure.StackCpu;

/**
 * CPU times of a stack's processes, read twice a second by a thread of its own until it is closed.
 * The load client says only afterwards when its messages began to count.
 */
final class CpuSamples implements AutoCloseable {

    private static final long EVERY_MILLIS = 500;
    private static final double MICROS = 1e3;

    /**
     * CPU times at a moment.
     *
     * @param times since each process began, by its name
     */
    record Sample(Instant at, Map<String, Duration> times) {}

    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "cpu-samples");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Begins at once. */
    CpuSamples(StackCpu cpu) {
        clock.scheduleAtFixedRate(() -> add(cpu), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void add(StackCpu cpu) {
        samples.add(new Sample(Instant.now(), cpu.now()));
    }

    /**
     * Microseconds of CPU time per message by process, while messages counted.
     *
     * @param rate messages a second
     */
    synchronized Map<String, Double> perMessage(LoadClient.Counted counted, double rate) {
        return perMessage(samples, counted.from(), counted.to(), rate);
    }

    /** The same for these samples: the first and the last within the time count. */
    static Map<String, Double> perMessage(
            List<Sample> samples, Instant from, Instant to, double rate) {
        List<Sample> within =
                samples.stream()
                        .filter(sample -> !sample.at().isBefore(from) && !sample.at().isAfter(to))
                        .toList();
        if (within.size() < 2) {
            return Map.of();
        }
        Sample first = within.get(0);
        Sample last = within.get(within.size() - 1);
        double messages = rate * Duration.between(first.at(), last.at()).toNanos() / 1e9;
        Map<String, Double> micros = new TreeMap<>();
        last.times()
                .forEach(
                        (name, time) ->
                                micros.put(
                                        name,
                                        time.minus(first.times().get(name)).toNanos()
                                                / MICROS
                                                / messages));
        return micros;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
