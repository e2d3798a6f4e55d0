package org.dungeontalk.analytics.background;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Jobs that run in rounds, one round after the other. A failed round is retried within seconds.
 * Each failure is counted and shown by {@link #failing}. The log gets one line when rounds begin to
 * fail and one when they succeed again. It gets none if PostgreSQL is away, because the counting
 * logs that.
 *
 * <p>Thread-safe. Never blocks.
 */
@ApplicationScoped
public class BackgroundJobs {

    private static final Logger LOG = Logger.getLogger(BackgroundJobs.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final MeterRegistry metrics;
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();

    BackgroundJobs(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * Starts the rounds. Cancel the result to end them. A round that takes longer than {@code
     * limit} fails.
     *
     * @param work its name in the log, the probe and the counter, a noun in the plural
     */
    public Cancellable every(Duration every, Duration limit, String work, Supplier<Uni<?>> round) {
        Counter failures = failures(work);
        return Multi.createFrom()
                .ticks()
                .every(every)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(
                        tick ->
                                watched(work, failures, limit, round)
                                        .onFailure()
                                        .retry()
                                        .withBackOff(TRY_AGAIN, TRY_AGAIN)
                                        .indefinitely())
                .subscribe()
                .with(done -> {});
    }

    /** Runs one round, monitored like those of {@link #every}. It never fails. */
    public Uni<Void> once(Duration limit, String work, Supplier<Uni<?>> round) {
        return watched(work, failures(work), limit, round)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Object> watched(
            String work, Counter failures, Duration limit, Supplier<Uni<?>> round) {
        return Uni.createFrom()
                .<Object>deferred(() -> round.get().map(done -> done))
                .ifNoItem()
                .after(limit)
                .fail()
                .invoke(done -> worked(work))
                .onFailure()
                .invoke(failure -> failed(work, failures, failure));
    }

    /** The jobs whose last round failed, and the reasons. */
    public Map<String, String> failing() {
        return new TreeMap<>(failing);
    }

    /** Reports that a round of a job that runs elsewhere succeeded. */
    public void worked(String work) {
        failing.remove(work);
        if (told.remove(work) != null) {
            LOG.infof("The %s succeed again", work);
        }
    }

    /** Reports that a round of a job that runs elsewhere failed. */
    public void failed(String work, Throwable failure) {
        failed(work, failures(work), failure);
    }

    private void failed(String work, Counter failures, Throwable failure) {
        failures.increment();
        String reason = FailureReason.of(failure);
        failing.put(work, reason);
        if (!isAway(failure) && told.putIfAbsent(work, "") == null) {
            LOG.warnf("The %s fail and are tried again: %s", work, reason);
        }
        LOG.debugf(failure, "A round of the %s failed", work);
    }

    /** PostgreSQL is away, starting or stopping, or gives no connection in time. */
    private static boolean isAway(Throwable failure) {
        if (failure instanceof PgException answer) {
            String state = String.valueOf(answer.getSqlState());
            return state.startsWith("08") || state.startsWith("57P");
        }
        return failure instanceof IOException
                || failure instanceof ClosedConnectionException
                || String.valueOf(failure.getMessage()).startsWith("Timeout");
    }

    private Counter failures(String work) {
        return Counter.builder("dungeontalk.analytics.rounds.failed")
                .description("Failed runs of background jobs")
                .tag("work", work)
                .register(metrics);
    }
}
