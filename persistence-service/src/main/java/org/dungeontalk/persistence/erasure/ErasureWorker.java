package org.dungeontalk.persistence.erasure;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.erasure.ErasureTable.Chunk;
import org.dungeontalk.persistence.erasure.ErasureTable.Part;
import org.dungeontalk.persistence.erasure.ErasureTable.Task;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.jboss.logging.Logger;

/**
 * Changes the rows of erased players. An instance leases one erasure at a time and changes its rows
 * in chunks, one transaction each, with a pause after each chunk that lasts as long as the chunk.
 * Writers never wait for more than one chunk. When an instance is killed or fails, another one
 * continues after the lease has ended.
 *
 * <p>The result is complete although writers continue meanwhile. A statement that began before the
 * request was stored does not see it, so the worker first waits until all transactions of that time
 * have ended, without taking a lock that others would queue behind. Later statements read the table
 * of erasures themselves. Blocks no thread.
 */
@ApplicationScoped
class ErasureWorker {

    private static final Logger LOG = Logger.getLogger(ErasureWorker.class);
    private static final Duration LOOK_AT_WRITERS = Duration.ofMillis(200);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

    private final String worker = UUID.randomUUID().toString();
    private final ErasureTable table;
    private final Dependencies dependencies;
    private final PersistenceConfig.Erasure config;

    ErasureWorker(ErasureTable table, Dependencies dependencies, PersistenceConfig config) {
        this.table = table;
        this.dependencies = dependencies;
        this.config = config.erasure();
    }

    /** This instance has lost the erasure: it was requested again, or the lease has ended. */
    private static final class LeaseLostException extends RuntimeException {
        LeaseLostException() {
            super(null, null, false, false);
        }
    }

    /** Never fails: what did not work is retried when the lease has ended. */
    @Scheduled(
            every = "{dungeontalk.replay.look-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return limited(table.take(worker, config.lease()))
                .chain(
                        taken ->
                                taken.isPresent()
                                        ? erase(taken.get())
                                        : Uni.createFrom().voidItem())
                .onItem()
                .invoke(dependencies.get(DependencyName.ERASING)::answered)
                .onFailure(failure -> !(failure instanceof LeaseLostException))
                .invoke(
                        failure ->
                                dependencies
                                        .get(DependencyName.ERASING)
                                        .failed(FailureReason.of(failure)))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> erase(Task task) {
        Uni<Void> done = limited(table.writers()).chain(writers -> ended(task, writers));
        for (Part part : Part.values()) {
            done = done.chain(() -> change(task, part));
        }
        return done.chain(() -> limited(table.finish(task, worker)))
                .invoke(
                        changed ->
                                changed.ifPresent(
                                        it ->
                                                LOG.infof(
                                                        "Erasure %s done: %d rows changed",
                                                        task.pseudonym(), it)))
                .replaceWithVoid();
    }

    /** Waits until all of these transactions have ended. */
    private Uni<Void> ended(Task task, List<String> writers) {
        if (writers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return limited(table.renew(task, worker, config.lease()))
                .invoke(ErasureWorker::requireLease)
                .chain(() -> limited(table.writers()))
                .map(now -> writers.stream().anyMatch(now::contains))
                .repeat()
                .withDelay(LOOK_AT_WRITERS)
                .whilst(some -> some)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> change(Task task, Part part) {
        AtomicReference<OffsetDateTime> from = new AtomicReference<>();
        return Uni.createFrom()
                .deferred(() -> change(task, part, from.get()))
                .invoke(chunk -> from.set(chunk.upto()))
                .repeat()
                .whilst(chunk -> chunk.found() == config.chunk())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Changes one chunk and pauses for as long as that took. */
    private Uni<Chunk> change(Task task, Part part, OffsetDateTime from) {
        long began = System.nanoTime();
        return limited(table.change(task, worker, part, from, config.chunk(), config.lease()))
                .map(chunk -> chunk.orElseThrow(LeaseLostException::new))
                .chain(
                        chunk ->
                                Uni.createFrom()
                                        .item(chunk)
                                        .onItem()
                                        .delayIt()
                                        .by(pause(System.nanoTime() - began)));
    }

    /**
     * As long as the chunk took, and at least the shortest delay that Vert.x has a timer for.
     *
     * @param took in nanoseconds
     */
    static Duration pause(long took) {
        return Duration.ofNanos(Math.max(took, SHORTEST_PAUSE.toNanos()));
    }

    private static void requireLease(boolean ours) {
        if (!ours) {
            throw new LeaseLostException();
        }
    }

    private <T> Uni<T> limited(Uni<T> step) {
        return step.ifNoItem().after(config.lease()).fail();
    }
}
