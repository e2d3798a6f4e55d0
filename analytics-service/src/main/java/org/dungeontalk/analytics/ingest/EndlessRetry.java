package org.dungeontalk.analytics.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Predicate;
import org.dungeontalk.analytics.background.FailureReason;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.store.ProgressConflictException;
import org.dungeontalk.analytics.store.WriteFailure;
import org.jboss.logging.Logger;

/**
 * Retries without a limit, with growing waits and jitter, while PostgreSQL or the dead-letter topic
 * is away. Logs one line when it goes away and one when it is back.
 *
 * <p>Meanwhile nothing is committed and the consumer's partitions are paused, so memory does not
 * grow.
 */
@ApplicationScoped
public class EndlessRetry {

    private static final Logger LOG = Logger.getLogger(EndlessRetry.class);
    private static final double JITTER = 0.5;

    private volatile boolean stopping;
    private final Duration first;
    private final Duration atMost;
    private final Availability store =
            new Availability(
                    why -> LOG.warnf("PostgreSQL is unavailable; counting waits: %s", why),
                    () -> LOG.info("PostgreSQL is available again; counting goes on"));
    private final Availability deadLetters =
            new Availability(
                    why -> LOG.warnf("Dead letters can't be written; counting waits: %s", why),
                    () -> LOG.info("Dead letters can be written again; counting goes on"));

    EndlessRetry(AnalyticsConfig config, MeterRegistry metrics) {
        this.first = config.store().retryFirst();
        this.atMost = config.store().retryAtMost();
        Gauge.builder("dungeontalk.analytics.waiting", this, EndlessRetry::waiting)
                .description("1 while counting waits for PostgreSQL or for the dead-letter topic")
                .register(metrics);
    }

    /** Failures from now on are caused by the shutdown. */
    void stop(@Observes ShutdownEvent end) {
        stopping = true;
    }

    /** Whether the last attempt found a dependency away. */
    public boolean isWaiting() {
        return store.isAway() || deadLetters.isAway();
    }

    /**
     * Retries until PostgreSQL has done the work. Passes on failures that no wait mends: {@link
     * ProgressConflictException}, and failures that PostgreSQL blames on the values.
     */
    <T> Uni<T> withStore(Uni<T> work) {
        return until(work, EndlessRetry::isHopeless, store);
    }

    private static boolean isHopeless(Throwable failure) {
        return failure instanceof ProgressConflictException
                || WriteFailure.of(failure) == WriteFailure.DATA;
    }

    /** Retries until the dead letters are written. */
    <T> Uni<T> withDeadLetters(Uni<T> work) {
        return until(work, failure -> false, deadLetters);
    }

    private <T> Uni<T> until(Uni<T> work, Predicate<Throwable> hopeless, Availability state) {
        return work.onFailure()
                .invoke(failure -> report(failure, hopeless.test(failure), state))
                .onFailure(hopeless.negate())
                .retry()
                .withBackOff(first, atMost)
                .withJitter(JITTER)
                .indefinitely()
                .invoke(state::worked);
    }

    /** A failure that no wait mends also shows that the dependency answers. */
    private void report(Throwable failure, boolean answered, Availability state) {
        if (answered) {
            state.worked();
        } else if (!stopping) {
            state.failed(FailureReason.of(failure));
        }
    }

    private double waiting() {
        return isWaiting() ? 1 : 0;
    }
}
