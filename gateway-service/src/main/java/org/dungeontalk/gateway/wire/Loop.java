package org.dungeontalk.gateway.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One event loop and what its connections share: one flush per connection and turn, and a bound on
 * the work that other threads hand over. Work that throws ends nothing else.
 */
public final class Loop implements Executor {
    private static final int MAX_HANDED_OVER = 64;

    private final EventLoop eventLoop;
    private final UnaryOperator<Runnable> guard;
    private final Semaphore room = new Semaphore(MAX_HANDED_OVER);
    private List<OutboundQueue> toFlush = new ArrayList<>();

    /** A loop whose work is not guarded. */
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

    /** Runs the task on this loop; at once if called there. */
    @Override
    public void execute(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(guard.apply(task));
        }
    }

    /** Runs the task at once, on this loop; what it throws goes to the loop's guard. */
    public void guarded(Runnable task) {
        guard.apply(task).run();
    }

    /** Runs the task in a later turn of this loop. */
    public void later(Runnable task) {
        eventLoop.execute(guard.apply(task));
    }

    /** Repeats a task on this loop. */
    public void every(long millis, Runnable task) {
        eventLoop.scheduleAtFixedRate(guard.apply(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task on this loop after a while. */
    public void after(long millis, Runnable task) {
        eventLoop.schedule(guard.apply(task), millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Hands work over from another thread. At most 64 pieces wait: past it the caller waits, and
     * reads no more of the log meanwhile.
     *
     * @return false if there was no room within the time limit; nothing was handed over
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

    /** Milliseconds on a clock that never goes back. */
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Called on the loop: flushes the outbox once, behind everything this turn still writes. */
    void flushLater(OutboundQueue outbox) {
        toFlush.add(outbox);
        if (toFlush.size() == 1) {
            eventLoop.execute(this::flush);
        }
    }

    private void flush() {
        List<OutboundQueue> now = toFlush;
        toFlush = new ArrayList<>(now.size());
        now.forEach(outbox -> guarded(outbox::flush));
    }
}
