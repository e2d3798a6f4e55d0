package org.dungeontalk.gateway.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * Bounds the bytes that wait for all clients together. Past the bound it closes the client with the
 * most, one after another, until enough is free. Bytes that several clients share count for each of
 * them. Thread-safe.
 */
@Singleton
public class OutboundMemory {
    private final long limit;
    private final Set<OutboundQueue> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean shedding = new AtomicBoolean();
    private final LongAdder shed = new LongAdder();

    @Inject
    OutboundMemory(GatewayConfig config) {
        this(config.outbound().totalBytes());
    }

    /**
     * @param limit bytes that may wait for all clients together
     */
    OutboundMemory(long limit) {
        this.limit = limit;
    }

    /** Bytes that wait for all clients. */
    public long bytes() {
        return bytes.get();
    }

    /** Clients closed because too much waited for all together. */
    public long shed() {
        return shed.sum();
    }

    /** {@code more} bytes were added to the outbound queue. Called on its event loop. */
    void added(OutboundQueue queue, int more) {
        waiting.add(queue);
        if (bytes.addAndGet(more) > limit) {
            shedLargest();
        }
    }

    /** {@code less} bytes were taken from the outbound queue. Called on its event loop. */
    void taken(OutboundQueue queue, long less) {
        bytes.addAndGet(-less);
        if (queue.waitingBytes() == 0) {
            waiting.remove(queue);
        }
    }

    /** Closes one client at a time, so that its bytes are freed before the next is chosen. */
    private void shedLargest() {
        if (!shedding.compareAndSet(false, true)) {
            return;
        }
        waiting.stream()
                .max(Comparator.comparingLong(OutboundQueue::waitingBytes))
                .ifPresentOrElse(
                        largest -> largest.shed(() -> shedding.set(false), shed::increment),
                        () -> shedding.set(false));
    }
}
