package org.dungeontalk.analytics.background;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive if no Kafka producer is closed or in a state that it can't leave: only a restart makes
 * another one. Writes that fail because Kafka is away don't matter here. Thread-safe.
 */
@Liveness
@ApplicationScoped
public class ProducersLiveness implements HealthCheck {

    private final Map<String, String> broken = new ConcurrentHashMap<>();

    /** Watches a write of the channel's producer. */
    public <T> Uni<T> watch(String channel, Uni<T> write) {
        return write.onItem()
                .invoke(() -> broken.remove(channel))
                .onFailure()
                .invoke(
                        failure ->
                                fatal(failure)
                                        .ifPresent(why -> broken.put(channel, why.toString())));
    }

    /** What Kafka's client throws about its own state; the channel may have wrapped it. */
    private static Optional<Throwable> fatal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ProducersLiveness::isState)
                .findFirst();
    }

    private static boolean isState(Throwable failure) {
        StackTraceElement[] thrown = failure.getStackTrace();
        boolean state =
                failure instanceof IllegalStateException
                        || failure.getClass() == KafkaException.class;
        return state
                && thrown.length > 0
                && thrown[0].getClassName().startsWith("org.apache.kafka.clients.producer.");
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("producers").status(broken.isEmpty());
        broken.forEach(answer::withData);
        return answer.build();
    }
}
