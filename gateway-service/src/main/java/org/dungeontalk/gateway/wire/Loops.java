package org.dungeontalk.gateway.wire;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.lifecycle.VitalThreads;

/**
 * The event loops of this gateway's connections. Each gives a sign of life once a second, so a loop
 * that is stuck is noticed. Thread-safe.
 */
@Singleton
public class Loops {
    private final ConcurrentHashMap<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final List<Future<?>> beats = new ArrayList<>();
    private final VitalThreads threads;

    Loops(VitalThreads threads) {
        this.threads = threads;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
            beats.add(loop.scheduleAtFixedRate(threads::beat, 0, 1, TimeUnit.SECONDS));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        beats.forEach(beat -> beat.cancel(false));
    }

    /** The loop of the calling code; must be called on a connection's context. */
    public Loop current() {
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        return loops.computeIfAbsent(
                context.nettyEventLoop(),
                l -> new Loop(l, work -> threads.guarded("Work of an event loop", work)));
    }
}
