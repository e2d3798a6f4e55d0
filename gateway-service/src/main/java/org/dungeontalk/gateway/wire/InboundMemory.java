package org.dungeontalk.gateway.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.GatewayConfig;

/**
 * What unfinished frames and messages of all clients hold together, bounded in bytes: past it the
 * client that holds the most is let go, one after the other until it is enough. Who sends whole
 * messages holds nothing. Thread-safe.
 */
@Singleton
public class InboundMemory {
    private final long limit;
    private final Set<Unfinished> holding = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean shedding = new AtomicBoolean();
    private final LongAdder shed = new LongAdder();

    @Inject
    InboundMemory(GatewayConfig config) {
        this(config.inbound().totalBytes());
    }

    /**
     * @param limit bytes that all clients together may hold
     */
    InboundMemory(long limit) {
        this.limit = limit;
    }

    /** Bytes held. */
    public long bytes() {
        return bytes.get();
    }

    /** Clients closed because all together held too much. */
    public long shed() {
        return shed.sum();
    }

    /** Whether more is held than may be. */
    boolean isOver() {
        return bytes.get() > limit;
    }

    /** That client holds so many bytes more, or less. On its loop. */
    void changed(Unfinished client, long by) {
        if (client.bytes() > 0) {
            holding.add(client);
        } else {
            holding.remove(client);
        }
        if (bytes.addAndGet(by) > limit) {
            shedLargest();
        }
    }

    /** One at a time: what it gives back is counted before the next is looked for. */
    private void shedLargest() {
        if (!shedding.compareAndSet(false, true)) {
            return;
        }
        holding.stream()
                .max(Comparator.comparingLong(Unfinished::bytes))
                .ifPresentOrElse(
                        largest -> largest.letGo(this::shedMore, shed::increment),
                        () -> shedding.set(false));
    }

    private void shedMore() {
        shedding.set(false);
        if (isOver()) {
            shedLargest();
        }
    }
}
