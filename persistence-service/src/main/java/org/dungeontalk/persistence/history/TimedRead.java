package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dungeontalk.persistence.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.Reason;
import org.dungeontalk.persistence.problem.Problem;

/**
 * Bounds the wait for PostgreSQL and tells readiness how it answers. What fails otherwise than by a
 * {@link Problem} becomes one, with status 503.
 */
@ApplicationScoped
class TimedRead {

    private final Dependencies dependencies;
    private final Duration limit;

    TimedRead(Dependencies dependencies, PersistenceConfig config) {
        this.dependencies = dependencies;
        this.limit = config.history().timeout();
    }

    <T> Uni<T> limited(Uni<T> read) {
        return read.ifNoItem()
                .after(limit)
                .fail()
                .onItem()
                .invoke(dependencies.reads()::answered)
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(this::unavailable);
    }

    private Throwable unavailable(Throwable failure) {
        dependencies.reads().failed(Reason.of(failure));
        return Problem.unavailable("The history can't be read now.", failure);
    }
}
