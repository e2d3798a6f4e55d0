package org.dungeontalk.gateway.wire;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import org.dungeontalk.gateway.lifecycle.VitalThreads;

/** The event loops of this gateway's connections. Thread-safe. */
@Singleton
public class Loops {
    private final ConcurrentHashMap<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final VitalThreads threads;

    Loops(VitalThreads threads) {
        this.threads = threads;
    }

    /** The loop of the calling code; must be called on a connection's context. */
    public Loop current() {
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        return loops.computeIfAbsent(
                context.nettyEventLoop(),
                l -> new Loop(l, work -> threads.guarded("Work of an event loop", work)));
    }
}
