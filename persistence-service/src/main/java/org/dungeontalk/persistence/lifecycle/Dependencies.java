package org.dungeontalk.persistence.lifecycle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The state of everything that this service needs; each has a gauge, 1 while it is away. */
@ApplicationScoped
public class Dependencies {

    private final Map<DependencyName, Dependency> all = new EnumMap<>(DependencyName.class);

    public Dependencies(MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        for (DependencyName name : DependencyName.values()) {
            Dependency dependency =
                    name == DependencyName.LOG
                            ? Dependency.presumedAway(name.label(), clock)
                            : Dependency.presumedThere(name.label(), clock);
            all.put(name, dependency);
            Gauge.builder(
                            "dungeontalk.persistence.dependency.away",
                            dependency,
                            it -> it.away().isPresent() ? 1 : 0)
                    .description("1 while the service waits for the dependency")
                    .tag("dependency", name.label())
                    .register(registry);
        }
    }

    public Dependency get(DependencyName name) {
        return all.get(name);
    }

    /** Whether a dependency is away without which no message is stored. */
    public boolean anyAway() {
        return required().stream().anyMatch(dependency -> dependency.away().isPresent());
    }

    /** The dependencies that readiness depends on. */
    final List<Dependency> required() {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().required())
                .map(Map.Entry::getValue)
                .toList();
    }
}
