package org.dungeontalk.gateway.publish;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Passes items on in bursts: the first after a pause at once, those that follow together when the
 * interval is over. The interval grows with the rate, from {@code least} at a few items a second to
 * {@code most} at {@value #FULL_PER_SECOND} a second and above. So under light load hardly any item
 * waits, and under heavy load a burst is worth its cost.
 *
 * <p>Any thread may offer; all items pass on the executor's single thread, in the order offered.
 * The caller bounds their number.
 */
final class BurstScheduler<T> {
    /** Items a second from which on the interval between bursts is the longest. */
    static final int FULL_PER_SECOND = 1_000;

    private static final double SECOND = 1e9;

    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService thread;
    private final long least;
    private final long most;
    private final Consumer<T> pass;
    private volatile long last;
    private volatile long interval;

    BurstScheduler(
            ScheduledExecutorService thread, Duration least, Duration most, Consumer<T> pass) {
        this.thread = thread;
        this.least = least.toNanos();
        this.most = Math.max(this.least, most.toNanos());
        this.pass = pass;
        this.interval = this.least;
        this.last = System.nanoTime() - this.least;
    }

    /** Queues the item for the next burst. */
    void offer(T thing) {
        waiting.add(thing);
        if (scheduled.compareAndSet(false, true)) {
            long wait = interval - (System.nanoTime() - last);
            if (wait <= 0) {
                thread.execute(this::burst);
            } else {
                thread.schedule(this::burst, wait, TimeUnit.NANOSECONDS);
            }
        }
    }

    /**
     * Nanoseconds until the next burst, if the last one had {@code things} items in {@code nanos}.
     */
    static long interval(int things, long nanos, long least, long most) {
        double perSecond = things * SECOND / Math.max(1, nanos);
        return least + (long) ((most - least) * Math.min(1, perSecond / FULL_PER_SECOND));
    }

    private void burst() {
        long now = System.nanoTime();
        long since = now - last;
        last = now;
        scheduled.set(false);
        int passed = 0;
        for (T next = waiting.poll(); next != null; next = waiting.poll()) {
            pass.accept(next);
            passed++;
        }
        interval = interval(passed, since, least, most);
    }
}
