package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Waits on the polling thread. After a moment it pauses the partitions and goes on polling, so that
 * the consumer stays in the group.
 *
 * @param unloaded partitions that stay paused afterwards
 * @param stopping ends the wait
 * @param alive called repeatedly to show that the thread lives
 */
record GroupWaiter(
        KafkaConsumer<byte[], byte[]> consumer,
        Set<TopicPartition> unloaded,
        BooleanSupplier stopping,
        Runnable alive)
        implements Waiter {

    private static final Logger LOG = Logger.getLogger(GroupWaiter.class);
    private static final long MOMENT_MILLIS = 300;
    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public <T> T await(Uni<T> work) {
        CompletableFuture<T> done = work.subscribeAsCompletionStage();
        try {
            try {
                return done.get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return awaitPaused(done);
            }
        } catch (InterruptedException e) {
            done.cancel(true);
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    private <T> T awaitPaused(CompletableFuture<T> done)
            throws InterruptedException, ExecutionException {
        consumer.pause(consumer.assignment());
        while (!done.isDone()) {
            alive.run();
            if (stopping.getAsBoolean()) {
                throw new InterruptedException();
            }
            poll(done);
        }
        List<TopicPartition> ours = new ArrayList<>(consumer.assignment());
        ours.removeAll(unloaded);
        consumer.resume(ours);
        return done.get();
    }

    /** Ignores faults of the log: the code that polls to read handles them. */
    private void poll(CompletableFuture<?> done) throws InterruptedException, ExecutionException {
        try {
            consumer.poll(POLL);
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (RuntimeException | LinkageError e) {
            try {
                done.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException tooEarly) {
                LOG.debugf(e, "Polling failed while partitions are paused");
            }
        }
    }
}
