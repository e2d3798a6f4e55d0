package org.dungeontalk.persistence.lifecycle;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Predicate;
import org.dungeontalk.persistence.config.PersistenceConfig;

/**
 * Tries until it works: pauses grow from the first to the longest with ±50 % of jitter, and no try
 * is the last one. Each try must carry its own time limit. A try runs on a worker thread when it is
 * not the first.
 */
@ApplicationScoped
public class EndlessRetry {

    private static final double JITTER = 0.5;

    private final PersistenceConfig config;
    private volatile boolean stopping;

    public EndlessRetry(PersistenceConfig config) {
        this.config = config;
    }

    /** What fails from now on fails because the service ends. */
    void stop(@Observes ShutdownEvent end) {
        stopping = true;
    }

    /**
     * @param attempt one try; must start anew with each subscription
     * @param retryable failures that are waited out; any other one is handed on at once
     */
    public <T> Uni<T> of(Uni<T> attempt, Dependency dependency, Predicate<Throwable> retryable) {
        return attempt.onItem()
                .invoke(dependency::answered)
                .onFailure()
                .invoke(failure -> report(dependency, failure, retryable.test(failure)))
                .onFailure(retryable)
                .retry()
                .withBackOff(config.write().retryFirst(), config.write().retryLongest())
                .withJitter(JITTER)
                .indefinitely();
    }

    private void report(Dependency dependency, Throwable failure, boolean away) {
        if (!away) {
            dependency.answered();
        } else if (!stopping) {
            dependency.failed(FailureReason.of(failure));
        }
    }
}
