package org.dungeontalk.persistence.kafka;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.TopicDescription;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.EndlessRetry;
import org.dungeontalk.persistence.log.TopicId;
import org.dungeontalk.persistence.store.LogEpochs;

/**
 * The number of the topic that is read now. Asked for at the start and after each {@link #forget}.
 * Thread-safe; blocks nothing.
 */
@ApplicationScoped
public class CurrentLog {

    private final Dependencies dependencies;
    private final EndlessRetry retry;
    private final LogAdmin admin;
    private final LogEpochs epochs;
    private final AtomicReference<Uni<Integer>> answer = new AtomicReference<>();

    public CurrentLog(
            Dependencies dependencies, EndlessRetry retry, LogAdmin admin, LogEpochs epochs) {
        this.dependencies = dependencies;
        this.retry = retry;
        this.admin = admin;
        this.epochs = epochs;
    }

    void askAtStart(@Observes StartupEvent start) {
        number().subscribe().with(number -> {});
    }

    /** The number of the topic, as soon as Kafka and PostgreSQL have answered. Never fails. */
    public Uni<Integer> number() {
        return answer.updateAndGet(known -> known == null ? ask() : known);
    }

    private Uni<Integer> ask() {
        Uni<Integer> attempt = admin.describe().map(CurrentLog::id).chain(epochs::enter);
        return retry.of(attempt, dependencies.get(DependencyName.LOG), failure -> true)
                .memoize()
                .indefinitely();
    }

    private static TopicId id(TopicDescription topic) {
        return new TopicId(topic.topicId().getMostSignificantBits(), topic.topicId().toString());
    }

    /** Makes the next caller ask again. */
    public void forget() {
        answer.set(null);
    }
}
