package org.dungeontalk.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.limit.SendRates;
import org.dungeontalk.gateway.log.LogPublisher;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.room.FanOut;
import org.dungeontalk.gateway.room.Rooms;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * What the gateway counts. The sum that must hold once nothing is in flight: received = accepted +
 * refused.
 *
 * <p>Thread-safe.
 */
@Singleton
public class GatewayMetrics {
    private final LongAdder received = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    GatewayMetrics(MeterRegistry registry) {
        total(registry, "gateway.messages.received", "SENDs that players made", received);
        total(registry, "gateway.messages.accepted", "SENDs the log has", accepted);
        total(registry, "gateway.messages.delivered", "MESSAGEs to members", delivered);
        Gauge.builder("gateway.sessions", sessions, AtomicInteger::get)
                .description("WebSocket connections open now")
                .register(registry);
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(
                    code,
                    Counter.builder("gateway.messages.refused")
                            .description("SENDs and SUBSCRIBEs refused")
                            .tag("code", code.name())
                            .register(registry));
        }
        for (CloseCode code : CloseCode.values()) {
            closed.put(
                    code,
                    Counter.builder("gateway.sessions.closed")
                            .description("Connections this gateway closed")
                            .tag("code", code.name())
                            .register(registry));
        }
    }

    void observe(
            @Observes StartupEvent event,
            MeterRegistry registry,
            LogReader reader,
            LogPublisher publisher,
            FanOut fanOut,
            Rooms rooms,
            SendRates rates) {
        gauge(registry, "gateway.log.partitions", "Partitions read now", reader::partitionsRead);
        gauge(registry, "gateway.log.inflight", "SENDs that wait for the log", publisher::inFlight);
        gauge(registry, "gateway.rooms", "Rooms with members here", rooms::size);
        gauge(registry, "gateway.rates", "Players with a rate bucket", rates::size);
        function(registry, "gateway.log.records", "Records read", reader::records);
        function(registry, "gateway.log.bytes", "Bytes of records read", reader::bytes);
        function(registry, "gateway.log.skipped", "Records of no room", reader::skipped);
        function(registry, "gateway.log.gaps", "Holes in what was read", fanOut::gaps);
        function(registry, "gateway.loop.waits", "Waits for an event loop", fanOut::waits);
    }

    public void received() {
        received.increment();
    }

    public void accepted() {
        accepted.increment();
    }

    public void refused(ErrorCode code) {
        refused.get(code).increment();
    }

    public void delivered(int messages) {
        delivered.add(messages);
    }

    public void opened() {
        sessions.incrementAndGet();
    }

    /** A connection is gone, whoever closed it. */
    public void gone() {
        sessions.decrementAndGet();
    }

    /** This gateway closes a connection. */
    public void closing(CloseCode code) {
        closed.get(code).increment();
    }

    /** Connections open now. */
    public int sessions() {
        return sessions.get();
    }

    private static void total(MeterRegistry registry, String name, String what, LongAdder adder) {
        function(registry, name, what, adder::sum);
    }

    private static void function(
            MeterRegistry registry, String name, String what, LongSource source) {
        FunctionCounter.builder(name, source, LongSource::get).description(what).register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String what, LongSource source) {
        Gauge.builder(name, source, LongSource::get)
                .strongReference(true)
                .description(what)
                .register(registry);
    }

    private interface LongSource {
        long get();
    }
}
