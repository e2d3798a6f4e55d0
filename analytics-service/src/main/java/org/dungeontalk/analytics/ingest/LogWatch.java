package org.dungeontalk.analytics.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.analytics.background.FailureReason;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.jboss.logging.Logger;

/**
 * Checks the log every 3 seconds, on its own thread, {@code log-watch}: whether it can be read,
 * whether it is the same, where it ends, and whether the readers keep moving. Logs each change
 * once.
 */
@ApplicationScoped
public class LogWatch {

    private static final Logger LOG = Logger.getLogger(LogWatch.class);
    private static final long EVERY = 3_000;

    /** How long a partition may stand still or be blocked by a transaction, in milliseconds. */
    private static final long STALL_MILLIS = 18_000;

    /** Largest age of the newest view, in milliseconds. */
    private static final long OLDEST = 20_000;

    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_AT_MOST = Duration.ofSeconds(5);

    private final LogDescription description;
    private final ReadPositions positions;
    private final IngestMetrics metrics;
    private final Clock clock;
    private final String topic;
    private final Heartbeat heartbeat;
    private final Thread thread = new Thread(this::run, "log-watch");
    private final StallDetector stalls = new StallDetector(STALL_MILLIS);
    private final StallDetector holds = new StallDetector(STALL_MILLIS);
    private final Availability log;
    private volatile LogView view;
    private volatile Map<Integer, Long> stalled = Map.of();
    private volatile Map<Integer, Long> held = Map.of();
    private volatile boolean stopping;

    LogWatch(
            LogDescription description,
            ReadPositions positions,
            IngestMetrics metrics,
            Clock clock,
            AnalyticsConfig config,
            MeterRegistry registry) {
        this.description = description;
        this.positions = positions;
        this.metrics = metrics;
        this.clock = clock;
        this.topic = config.log().topic();
        this.heartbeat = new Heartbeat(config.log().heartbeatLimit().toMillis(), clock.millis());
        this.log =
                new Availability(
                        why -> LOG.warnf("Topic %s can't be read: %s", topic, why),
                        () -> LOG.infof("Topic %s can be read again", topic));
        Gauge.builder("dungeontalk.analytics.held", this, LogWatch::heldRecords)
                .description("Records held back by an open transaction")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(EVERY);
        description.close();
    }

    private void run() {
        ThreadGuard guard =
                new ThreadGuard(
                        failure -> {
                            if (!(failure instanceof IllegalStateException)) {
                                metrics.readerFailed();
                            }
                            log.failed(FailureReason.of(failure));
                        },
                        ProcessEnd::now);
        while (!stopping) {
            heartbeat.beat(clock.millis());
            if (guard.did(this::look)) {
                log.worked();
            }
            guard.did(() -> TimeUnit.MILLISECONDS.sleep(EVERY));
        }
    }

    private void look() throws InterruptedException {
        LogView seen = description.ask();
        logChanges(view, seen);
        view = seen;
        long now = clock.millis();
        stalled = stalls.look(positions.reached(), seen.stable(), now);
        Map<Integer, Long> open = holds.look(seen.stable(), seen.ends(), now);
        if (!open.isEmpty() && held.isEmpty()) {
            LOG.warnf(
                    "An open transaction holds back records, which are read when it ends; records"
                            + " by partition: %s",
                    open);
        } else if (open.isEmpty() && !held.isEmpty()) {
            LOG.info("No open transaction holds back records any more");
        }
        held = open;
    }

    private void logChanges(LogView before, LogView now) {
        if (before == null) {
            LOG.infof("Counting topic %s, epoch %s", topic, now.epoch());
        } else if (!before.epoch().equals(now.epoch())) {
            LOG.warnf(
                    "Topic %s was created again: epoch %s, formerly %s; it is counted from its"
                            + " beginning",
                    topic, now.epoch(), before.epoch());
        } else if (before.partitions() != now.partitions()) {
            LOG.warnf(
                    "Topic %s has %d partitions instead of %d",
                    topic, now.partitions(), before.partitions());
        }
    }

    private double heldRecords() {
        LogView seen = view;
        return seen == null ? 0 : seen.held().values().stream().mapToLong(one -> one).sum();
    }

    /** The newest view, empty before the first one. Never waits. */
    public Optional<LogView> view() {
        return Optional.ofNullable(view);
    }

    /** Asks Kafka for the current epoch of the topic, not the last one seen. */
    Uni<String> epoch() {
        return Uni.createFrom()
                .completionStage(description::epoch)
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "Topic %s can't be described", topic))
                .onFailure()
                .retry()
                .withBackOff(RETRY_FIRST, RETRY_AT_MOST)
                .withJitter(0.5)
                .indefinitely();
    }

    /** Whether a recent view covers the whole log. */
    public boolean isReadable() {
        LogView seen = view;
        return seen != null && !log.isAway() && clock.millis() - seen.askedAt() <= OLDEST + EVERY;
    }

    /**
     * Partitions of this instance that stand still although they have more records, and the number
     * of these.
     */
    public Map<Integer, Long> stalled() {
        return stalled;
    }

    /**
     * Partitions that an open transaction has blocked for long, and the number of blocked records.
     */
    public Map<Integer, Long> held() {
        return held;
    }

    /** Whether its thread works. */
    public boolean isAlive() {
        return heartbeat.isAlive(clock.millis());
    }
}
