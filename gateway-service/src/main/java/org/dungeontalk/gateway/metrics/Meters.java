package org.dungeontalk.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Registers meters under one prefix. The registry reads a gauge or total when it is queried. It
 * holds the source weakly, so the source must be referenced elsewhere.
 *
 * @param prefix of every name, including its last dot
 */
public record Meters(MeterRegistry registry, String prefix) {
    /** Upper bounds of the histogram buckets. */
    private static final Duration[] BUCKETS =
            LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    /** Registers a value that only grows. */
    public <T> void total(String name, String what, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(prefix + name, source, value).description(what).register(registry);
    }

    /** Registers a value that goes up and down. */
    public <T> void gauge(String name, String what, T source, ToDoubleFunction<T> value) {
        Gauge.builder(prefix + name, source, value).description(what).register(registry);
    }

    /**
     * Registers a counter for each value of an enum.
     *
     * @param key the tag that holds the value's name
     * @param tags further tags of all counters: key, value, key, value …
     */
    public <E extends Enum<E>> Map<E, Counter> counters(
            String name, String what, Class<E> values, String key, String... tags) {
        Map<E, Counter> counters = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            counters.put(
                    value,
                    Counter.builder(prefix + name)
                            .description(what)
                            .tags(Tags.of(tags).and(key, value.name()))
                            .register(registry));
        }
        return counters;
    }

    /** Registers a histogram of durations from 1 ms to 30 s. */
    public Timer timer(String name, String what) {
        return Timer.builder(prefix + name)
                .description(what)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
