package org.dungeontalk.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.dungeontalk.gateway.log.LogRecord;

/**
 * How long a message is on its way: to its sender's receipt, and to its readers.
 *
 * <p>Thread-safe; recording allocates nothing.
 */
@Singleton
public class PathMetrics {
    /** Bounds of the histograms' buckets in milliseconds. */
    private static final Duration[] BUCKETS =
            LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Timer receipt;
    private final Timer delivery;

    PathMetrics(MeterRegistry registry) {
        receipt =
                timer(
                        registry,
                        "receipt",
                        "From a SEND or POST that came in to its receipt: the log has the message");
        delivery =
                timer(
                        registry,
                        "delivery",
                        "From a message's own time to its place in its readers' queues");
    }

    /**
     * A message that the log has is answered now.
     *
     * @param since when it came in, on {@link System#nanoTime}'s clock
     */
    void accepted(long since) {
        receipt.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
    }

    /**
     * Messages were handed to the members of their room just now. Each counts once, however many
     * members there are. By the clocks of two gateways, if another one took the message: where
     * theirs is ahead of ours it counts as no time at all.
     *
     * @param from the first offset that a member got; those before it are not counted
     */
    public void delivered(List<LogRecord> messages, long from) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < messages.size(); i++) {
            LogRecord message = messages.get(i);
            if (message.offset() >= from) {
                delivery.record(Math.max(0, now - message.timestamp()), TimeUnit.MILLISECONDS);
            }
        }
    }

    private static Timer timer(MeterRegistry registry, String what, String description) {
        return Timer.builder("dungeontalk.gateway." + what)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
