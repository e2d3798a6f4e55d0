package org.dungeontalk.gateway.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.LogListener;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.trace.Traces;
import org.dungeontalk.gateway.wire.Loop;
import org.jboss.logging.Logger;

/**
 * Delivers the messages of the log to members. Each poll becomes one task per event loop that has
 * members concerned. Runs on the log reader's thread and waits when a loop is behind, so memory
 * stays bounded and the log is the queue.
 */
@Singleton
public class FanOut implements LogListener {
    private static final Logger LOG = Logger.getLogger(FanOut.class);
    private static final long LOOP_TIMEOUT_MS = 1_000;

    private final Rooms rooms;
    private final LogReader reader;
    private final DeliveryMetrics metrics;
    private final Traces traces;
    private final VitalThreads threads;
    private final LongAdder waits = new LongAdder();
    private final LongAdder gaps = new LongAdder();

    FanOut(
            Rooms rooms,
            LogReader reader,
            DeliveryMetrics metrics,
            Traces traces,
            VitalThreads threads) {
        this.rooms = rooms;
        this.reader = reader;
        this.metrics = metrics;
        this.traces = traces;
        this.threads = threads;
    }

    void start(@Observes StartupEvent event) {
        reader.start(this);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        reader.stop();
    }

    /** How often the log reader's thread waited a second for an event loop. */
    public long waits() {
        return waits.sum();
    }

    /** How often messages were gone from the log before they were read. */
    public long gaps() {
        return gaps.sum();
    }

    @Override
    public void read(List<LogRecord> messages) throws InterruptedException {
        Map<Loop, Map<Shard, RoomBatch>> work = new IdentityHashMap<>();
        for (LogRecord message : messages) {
            Shard[] shards = rooms.shards(message.room());
            for (Shard shard : shards) {
                work.computeIfAbsent(shard.loop(), l -> new IdentityHashMap<>())
                        .computeIfAbsent(shard, s -> new RoomBatch(s == shards[0]))
                        .add(message);
            }
            if (traces.on() && message.traceparent() != null && shards.length > 0) {
                trace(message, shards, work);
            }
        }
        FrameEncoder encoder = rooms.encoder();
        for (var perLoop : work.entrySet()) {
            handOver(perLoop.getKey(), perLoop.getValue(), encoder);
        }
    }

    @Override
    public void gap(int partition) {
        gaps.increment();
        rooms.closeMembers(reader.topic().orElseThrow(), partition);
    }

    @Override
    public void topicRecreated() {
        rooms.closeAllMembers();
    }

    private void trace(LogRecord message, Shard[] shards, Map<Loop, Map<Shard, RoomBatch>> work) {
        traces.delivery(message, shards.length)
                .ifPresent(
                        trace -> {
                            for (Shard shard : shards) {
                                work.get(shard.loop()).get(shard).trace(trace);
                            }
                        });
    }

    private void handOver(Loop loop, Map<Shard, RoomBatch> work, FrameEncoder encoder)
            throws InterruptedException {
        while (!loop.handOver(() -> deliver(work, encoder), LOOP_TIMEOUT_MS)) {
            waits.increment();
            LOG.warnf(
                    "An event loop has been behind for %d ms; the log reader waits for it",
                    LOOP_TIMEOUT_MS);
        }
    }

    private void deliver(Map<Shard, RoomBatch> work, FrameEncoder encoder) {
        work.forEach(
                (shard, run) -> {
                    try {
                        deliver(shard, run, encoder);
                    } catch (RuntimeException | LinkageError | StackOverflowError e) {
                        threads.failed("Delivery to a room (its members resume)", e);
                        shard.resumeAll();
                    }
                });
    }

    private void deliver(Shard shard, RoomBatch run, FrameEncoder encoder) {
        long from = shard.deliver(run.messages(), encoder);
        if (run.timed()) {
            metrics.delivered(run.messages(), from);
        }
        run.delivered(shard);
    }
}
