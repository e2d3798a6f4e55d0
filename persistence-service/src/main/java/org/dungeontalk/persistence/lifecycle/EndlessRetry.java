package org.dungeontalk.persistence.lifecycle;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Predicate;
import org.dungeontalk.persistence.config.PersistenceConfig;

/**
 * Retries without a limit. The pauses grow from the first to the longest one, with ±50 % of jitter.
 * Each attempt needs a time limit of its own. Retries run on a worker thread.
 */
@ApplicationScoped
public class EndlessRetry {

    private static final double JITTER = 0.5;

    private final PersistenceConfig config;
    private volatile boolean stopping;

    public EndlessRetry(PersistenceConfig config) {
        this.config = config;
    }

    /** Failures from now on are caused by the shutdown and are not reported. */
    void stop(@Observes ShutdownEvent end) {
        stopping = true;
    }

    /**
     * @param attempt one attempt; must start again with each subscription
     * @param retryable failures that are retried; any other one is passed on at once
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
