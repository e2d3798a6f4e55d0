package org.dungeontalk.gateway.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * Bounds the memory that unfinished frames and messages of all clients hold together. Past the
 * bound it closes clients until an eighth of it is free; first those that hold the most for the
 * longest. A client that sends whole messages holds memory only while they arrive. Thread-safe.
 */
@Singleton
public class InboundMemory {
    private static final int FREE = 8;

    private final long limit;
    private final LongSupplier clock;
    private final Set<PartialFrames> holding = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong leaving = new AtomicLong();
    private final AtomicBoolean shedding = new AtomicBoolean();
    private final LongAdder shed = new LongAdder();

    /** A client as it was at the comparison. */
    private record MemoryUse(PartialFrames client, long bytes, double weight) {}

    @Inject
    InboundMemory(GatewayConfig config) {
        this(config.inbound().totalBytes(), System::nanoTime);
    }

    /**
     * @param limit bytes that all clients together may hold
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    InboundMemory(long limit, LongSupplier clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Bytes held. */
    public long bytes() {
        return bytes.get();
    }

    /** Clients closed because all together held too much. */
    public long shed() {
        return shed.sum();
    }

    /** Whether clients must be closed to free enough memory. */
    boolean isFull() {
        return bytes.get() > limit - limit / FREE;
    }

    /** Nanoseconds. */
    long now() {
        return clock.getAsLong();
    }

    /** The client holds {@code by} bytes more, or less if negative. Called on its event loop. */
    void changed(PartialFrames client, long by) {
        if (client.bytes() > 0) {
            holding.add(client);
        } else {
            holding.remove(client);
        }
        bytes.addAndGet(by);
        if (by > 0) {
            makeRoom();
        }
    }

    /**
     * Closes as many clients at once as necessary: during one closing, thousands may begin to hold
     * more.
     */
    private void makeRoom() {
        boolean found = true;
        while (found && isOver() && shedding.compareAndSet(false, true)) {
            try {
                found = shed(bytes.get() - leaving.get() - (limit - limit / FREE));
            } finally {
                shedding.set(false);
            }
        }
    }

    private boolean isOver() {
        return bytes.get() - leaving.get() > limit;
    }

    private boolean shed(long excess) {
        long now = now();
        List<MemoryUse> heaviest =
                holding.stream()
                        .filter(client -> !client.isLeaving())
                        .map(client -> new MemoryUse(client, client.bytes(), client.weight(now)))
                        .sorted(Comparator.comparingDouble(MemoryUse::weight).reversed())
                        .toList();
        long missing = excess;
        for (MemoryUse use : heaviest) {
            if (missing <= 0) {
                break;
            }
            missing -= use.bytes();
            leaving.addAndGet(use.bytes());
            use.client().shed(() -> left(use.bytes()), shed::increment);
        }
        return !heaviest.isEmpty();
    }

    private void left(long expected) {
        leaving.addAndGet(-expected);
        makeRoom();
    }
}
