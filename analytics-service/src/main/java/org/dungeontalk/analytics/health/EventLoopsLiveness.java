package org.dungeontalk.analytics.health;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive if each event loop has run a task within 20 seconds. Work on a loop that is stuck looks as
 * if PostgreSQL or Kafka were away, but only a restart helps.
 */
@Liveness
@ApplicationScoped
class EventLoopsLiveness implements HealthCheck {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Map<String, Long> beats = new ConcurrentHashMap<>();
    private final List<Future<?>> beating = new ArrayList<>();

    void start(@Observes StartupEvent started, Vertx vertx) {
        for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
            beating.add(loop.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS));
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        beating.forEach(it -> it.cancel(false));
    }

    private void beat() {
        beats.put(Thread.currentThread().getName(), System.nanoTime());
    }

    @Override
    public HealthCheckResponse call() {
        long now = System.nanoTime();
        Set<String> stuck = new TreeSet<>(beats.keySet());
        stuck.removeIf(loop -> now - beats.get(loop) <= LIMIT_NANOS);
        return HealthCheckResponse.named("event-loops")
                .status(stuck.isEmpty())
                .withData("stuck", String.join(", ", stuck))
                .build();
    }
}
