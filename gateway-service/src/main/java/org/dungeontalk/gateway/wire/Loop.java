package org.dungeontalk.gateway.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One event loop and the state shared by its connections. A connection is flushed at most once per
 * turn. Work from other threads is bounded. Work that throws does not stop other work.
 */
public final class Loop implements Executor {
    private static final int MAX_HANDED_OVER = 64;

    private final EventLoop eventLoop;
    private final UnaryOperator<Runnable> guard;
    private final Semaphore room = new Semaphore(MAX_HANDED_OVER);
    private List<OutboundQueue> toFlush = new ArrayList<>();

    /** A loop that does not guard its work. */
    public Loop(EventLoop eventLoop) {
        this(eventLoop, UnaryOperator.identity());
    }

    /**
     * @param guard wraps work so that it never throws
     */
    public Loop(EventLoop eventLoop, UnaryOperator<Runnable> guard) {
        this.eventLoop = eventLoop;
        this.guard = guard;
    }

    /** Runs the task on this loop; immediately if called on it. */
    @Override
    public void execute(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(guard.apply(task));
        }
    }

    /** Runs the task immediately; must be called on this loop. The guard handles what it throws. */
    public void guarded(Runnable task) {
        guard.apply(task).run();
    }

    /** Runs the task in a later turn of this loop. */
    public void later(Runnable task) {
        eventLoop.execute(guard.apply(task));
    }

    /** Repeats the task on this loop. */
    public void every(long millis, Runnable task) {
        eventLoop.scheduleAtFixedRate(guard.apply(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs the task once on this loop after {@code millis}. */
    public void after(long millis, Runnable task) {
        eventLoop.schedule(guard.apply(task), millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Hands work over from another thread. At most 64 tasks wait; past that the caller waits, and
     * does not read the log meanwhile.
     *
     * @return false if the time limit passed; the work was not handed over
     */
    public boolean handOver(Runnable work, long millis) throws InterruptedException {
        if (!room.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        Runnable guarded = guard.apply(work);
        eventLoop.execute(
                () -> {
                    try {
                        guarded.run();
                    } finally {
                        room.release();
                    }
                });
        return true;
    }

    /** Milliseconds of a monotonic clock. */
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Flushes the queue once, after everything that this turn still writes. Called on the loop. */
    void flushLater(OutboundQueue queue) {
        toFlush.add(queue);
        if (toFlush.size() == 1) {
            eventLoop.execute(this::flush);
        }
    }

    private void flush() {
        List<OutboundQueue> now = toFlush;
        toFlush = new ArrayList<>(now.size());
        now.forEach(queue -> guarded(queue::flush));
    }
}
