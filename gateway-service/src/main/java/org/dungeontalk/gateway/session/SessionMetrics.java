package org.dungeontalk.gateway.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.metrics.Meters;
import org.dungeontalk.gateway.publish.PublishMetrics;
import org.dungeontalk.gateway.stomp.CloseCode;

/** Counts delivered messages, refused SUBSCRIBEs, and closed connections by code. Thread-safe. */
@Startup
@Singleton
public class SessionMetrics {
    private final LongAdder delivered = new LongAdder();
    private final Map<ErrorCode, Counter> refusedSubscribes;
    private final Map<CloseCode, Counter> closed;

    SessionMetrics(MeterRegistry registry) {
        Meters gateway = new Meters(registry, "dungeontalk.gateway.");
        gateway.total(
                "messages.delivered",
                "MESSAGE frames queued for members",
                delivered,
                LongAdder::sum);
        refusedSubscribes = PublishMetrics.refusals(gateway, "SUBSCRIBE");
        closed =
                gateway.counters(
                        "sessions.closed",
                        "Connections this gateway closed",
                        CloseCode.class,
                        "code");
    }

    void delivered(int messages) {
        delivered.add(messages);
    }

    void refusedSubscribe(ErrorCode code) {
        refusedSubscribes.get(code).increment();
    }

    /** This gateway is about to close a connection. */
    void closing(CloseCode code) {
        closed.get(code).increment();
    }
}
