package org.dungeontalk.persistence.lifecycle;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Predicate;
import org.dungeontalk.persistence.PersistenceConfig;

/**
 * Tries until it works: pauses grow from the first to the longest with ±50 % of jitter, and no try
 * is the last one. Each try must carry its own time limit. A try runs on a worker thread when it is
 * not the first.
 */
@ApplicationScoped
public class EndlessRetry {

    private static final double JITTER = 0.5;

    private final PersistenceConfig config;

    public EndlessRetry(PersistenceConfig config) {
        this.config = config;
    }

    /**
     * @param attempt one try; must start anew with each subscription
     * @param passing failures that are waited out; any other one is handed on at once
     */
    public <T> Uni<T> of(Uni<T> attempt, Dependency dependency, Predicate<Throwable> passing) {
        return attempt.onItem()
                .invoke(dependency::answered)
                .onFailure()
                .invoke(
                        failure -> {
                            if (passing.test(failure)) {
                                dependency.failed(Reason.of(failure));
                            } else {
                                dependency.answered();
                            }
                        })
                .onFailure(passing)
                .retry()
                .withBackOff(config.write().retryFirst(), config.write().retryLongest())
                .withJitter(JITTER)
                .indefinitely();
    }
}
