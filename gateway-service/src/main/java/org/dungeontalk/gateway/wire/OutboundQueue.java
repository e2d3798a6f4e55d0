package org.dungeontalk.gateway.wire;

import java.util.ArrayDeque;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * The bounded outbound queue of one client. It is empty while the socket takes bytes; otherwise
 * messages wait in it, up to {@code limit} bytes. Confined to the connection's event loop.
 */
public final class OutboundQueue {
    private final Wire wire;
    private final Loop loop;
    private final long limit;
    private final OutboundMemory memory;
    private final Runnable overflow;

    /** Both are {@code null} while nothing waits: most clients never need them. */
    private ArrayDeque<TextMessage> waiting;

    private ArrayDeque<Runnable> whenEmpty;
    private volatile long waitingBytes;
    private long stuckSince;
    private long lastWrite;
    private boolean closed;
    private boolean flushScheduled;

    /**
     * @param limit bytes that may wait
     * @param memory of all clients together
     * @param overflow called when a message would exceed the limit, or when too much waits for all
     *     clients together and this queue is the largest; should close the connection
     */
    public OutboundQueue(
            Wire wire, Loop loop, long limit, OutboundMemory memory, Runnable overflow) {
        this.wire = wire;
        this.loop = loop;
        this.limit = limit;
        this.memory = memory;
        this.overflow = overflow;
        this.lastWrite = loop.now();
        wire.onWritable(this::drain);
    }

    /** Sends the message by the end of this turn of the event loop, or queues it. */
    public void send(TextMessage message) {
        if (closed) {
            return;
        }
        if (waiting == null && wire.writable()) {
            write(message);
            return;
        }
        if (waitingBytes + message.size() > limit) {
            overflow.run();
            return;
        }
        if (waiting == null) {
            stuckSince = loop.now();
            waiting = new ArrayDeque<>(1);
        }
        waiting.add(message);
        waits(waitingBytes + message.size());
        memory.added(this, message.size());
    }

    /** Closes the connection in a later turn of its loop, if anything waits then. Any thread. */
    void shed(Runnable done, Runnable count) {
        loop.later(
                () -> {
                    try {
                        if (waitingBytes > 0) {
                            count.run();
                            overflow.run();
                        }
                    } finally {
                        done.run();
                    }
                });
    }

    private void waits(long bytes) {
        waitingBytes = bytes;
    }

    /** Runs the task in a later turn of the loop, once the queue is empty; never after a close. */
    public void whenEmpty(Runnable task) {
        if (closed) {
            return;
        }
        if (waiting == null) {
            loop.later(() -> runUnlessClosed(task));
        } else {
            if (whenEmpty == null) {
                whenEmpty = new ArrayDeque<>(1);
            }
            whenEmpty.add(task);
        }
    }

    private void runUnlessClosed(Runnable task) {
        if (!closed) {
            task.run();
        }
    }

    /** Discards the queue and starts the closing handshake. */
    public void close(CloseCode code) {
        if (!closed) {
            closed = true;
            discard();
            wire.close(code);
        }
    }

    /** Ends the connection at once. */
    public void abort() {
        closed = true;
        discard();
        wire.abort();
    }

    /** Milliseconds for which messages have waited while the socket took none; 0 if none wait. */
    public long stuckFor(long now) {
        return waiting == null ? 0 : now - stuckSince;
    }

    /** Bytes that wait. Any thread. */
    public long waitingBytes() {
        return waitingBytes;
    }

    /** Time of the last write, on the loop's clock. */
    public long lastWrite() {
        return lastWrite;
    }

    void flush() {
        flushScheduled = false;
        wire.flush();
    }

    private void drain() {
        while (waiting != null && wire.writable()) {
            TextMessage message = waiting.poll();
            if (waiting.isEmpty()) {
                waiting = null;
            }
            waits(waitingBytes - message.size());
            memory.taken(this, message.size());
            stuckSince = loop.now();
            write(message);
        }
        if (waiting == null && whenEmpty != null) {
            ArrayDeque<Runnable> tasks = whenEmpty;
            whenEmpty = null;
            tasks.forEach(this::whenEmpty);
        }
    }

    private void write(TextMessage message) {
        wire.write(message);
        lastWrite = loop.now();
        if (!flushScheduled) {
            flushScheduled = true;
            loop.flushLater(this);
        }
    }

    private void discard() {
        waiting = null;
        whenEmpty = null;
        long had = waitingBytes;
        waits(0);
        if (had > 0) {
            memory.taken(this, had);
        }
    }
}
