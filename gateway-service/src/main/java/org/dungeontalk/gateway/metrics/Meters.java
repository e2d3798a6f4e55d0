package org.dungeontalk.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * Registers what others count: the figure is read when somebody asks for it. The sources must be
 * held elsewhere, for the registry keeps them weakly.
 *
 * @param prefix what all names begin with, its last dot included
 */
public record Meters(MeterRegistry registry, String prefix) {

    /** A figure that only grows. */
    public <T> void total(String name, String what, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(prefix + name, source, value).description(what).register(registry);
    }

    /** A figure that goes up and down. */
    public <T> void gauge(String name, String what, T source, ToDoubleFunction<T> value) {
        Gauge.builder(prefix + name, source, value).description(what).register(registry);
    }
}
