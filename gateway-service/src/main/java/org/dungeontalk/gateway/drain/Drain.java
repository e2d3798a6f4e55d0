package org.dungeontalk.gateway.drain;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.lifecycle.DrainState;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.publish.LogPublisher;
import org.dungeontalk.gateway.session.Connections;
import org.dungeontalk.gateway.wire.Listeners;
import org.jboss.logging.Logger;

/**
 * Drains this gateway on SIGTERM, before the framework stops anything. First readiness fails and
 * handshakes get 503. Then the ingress has time to notice. Then the connections are closed with
 * 1012 in equal waves. Until its turn a connection works as before; then its SENDs in flight get
 * their receipts first. When none is left, connections are refused.
 *
 * <p>Runs on the thread that stops the application, for at most {@code drain.notice} + {@code
 * drain.time} + 6 seconds; it returns as soon as no connection is left. Liveness and metrics answer
 * meanwhile.
 */
@Singleton
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration WAVE = Duration.ofMillis(100);
    private static final Duration ANSWERS = Duration.ofSeconds(5);
    private static final Duration GOODBYES = Duration.ofSeconds(1);
    private static final long LOOK_MS = 20;

    private final DrainState drain;
    private final Connections connections;
    private final LogPublisher log;
    private final Limits limits;
    private final Duration notice;
    private final Duration time;

    Drain(
            DrainState drain,
            Connections connections,
            LogPublisher log,
            Limits limits,
            GatewayConfig config) {
        this.drain = drain;
        this.connections = connections;
        this.log = log;
        this.limits = limits;
        this.notice = config.drain().notice();
        this.time = config.drain().time();
    }

    /** Delays the end of the application until this returns. */
    void run(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        drain.begin();
        int open = limits.connections();
        if (open > 0) {
            LOG.infof("Draining: closing %d connections over %s", open, time);
            waitUntil(this::empty, notice);
            closeInWaves();
        }
        waitUntil(this::quiet, ANSWERS);
        if (!empty()) {
            LOG.warnf(
                    "Drain time is over: closing %d connections that still have SENDs in flight",
                    limits.connections());
            connections.closeAll();
            waitUntil(this::empty, GOODBYES);
        }
        Listeners.close();
        LOG.info("Drained");
    }

    private void closeInWaves() throws InterruptedException {
        for (long left = waves(time); left > 0 && !empty(); left--) {
            connections.drain(left);
            waitUntil(this::empty, WAVE);
        }
    }

    private static long waves(Duration time) {
        return Math.max(1, time.dividedBy(WAVE));
    }

    private boolean empty() {
        return limits.connections() == 0;
    }

    private boolean quiet() {
        return empty() && log.inFlight() == 0;
    }

    private static void waitUntil(BooleanSupplier done, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }
}
