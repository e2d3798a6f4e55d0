package org.dungeontalk.persistence.replay;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.kafka.CurrentLog;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.dungeontalk.persistence.replay.ReplayTable.LeasedPartition;

/**
 * Replays leased partitions, up to the configured number at once, each on a thread of its own. When
 * an instance is killed or fails, another one continues at the next offset after the lease has
 * ended.
 */
@ApplicationScoped
class ReplayWorker {

    private final String name =
            Optional.ofNullable(System.getenv("HOSTNAME")).orElse("local")
                    + "/"
                    + UUID.randomUUID().toString().substring(0, 8);
    private final ReplayTable table;
    private final ReplayReader reader;
    private final CurrentLog log;
    private final Dependencies dependencies;
    private final PersistenceConfig.Replay config;
    private final Semaphore free;
    private volatile long heldUntilNanos = System.nanoTime();
    private volatile boolean stopping;

    ReplayWorker(
            ReplayTable table,
            ReplayReader reader,
            CurrentLog log,
            Dependencies dependencies,
            PersistenceConfig config) {
        this.dependencies = dependencies;
        this.table = table;
        this.reader = reader;
        this.log = log;
        this.config = config.replay();
        this.free = new Semaphore(this.config.parallel());
    }

    void stop(@Observes ShutdownEvent end) {
        stopping = true;
    }

    /** Called on a worker thread; starts one thread if the limit allows it. */
    @Scheduled(
            every = "{dungeontalk.replay.look-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (stopping || !free.tryAcquire()) {
            return;
        }
        Thread thread = new Thread(this::work, "replay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Replays partitions until there is none to lease. */
    private void work() {
        try {
            Optional<LeasedPartition> leased = lease();
            while (leased.isPresent() && !stopping) {
                read(leased.get());
                dependencies.get(DependencyName.REPLAYS).answered();
                leased = lease();
            }
            if (System.nanoTime() - heldUntilNanos >= 0) {
                dependencies.get(DependencyName.REPLAYS).answered();
            }
        } catch (RuntimeException | LinkageError failure) {
            if (!stopping) {
                dependencies.get(DependencyName.REPLAYS).failed(FailureReason.of(failure));
            }
        } finally {
            free.release();
        }
    }

    /**
     * If it fails, this instance holds the lease until it ends. Until then "none to lease" does not
     * mean that the failure is over.
     */
    private void read(LeasedPartition leased) {
        try {
            int epoch = log.number().await().atMost(config.lease());
            reader.read(leased, epoch, name, () -> stopping);
        } catch (RuntimeException | LinkageError failure) {
            heldUntilNanos = System.nanoTime() + config.lease().toNanos();
            throw failure;
        }
    }

    private Optional<LeasedPartition> lease() {
        int epoch = log.number().await().atMost(config.lease());
        return table.lease(name, epoch, config.lease()).await().atMost(config.lease());
    }
}
