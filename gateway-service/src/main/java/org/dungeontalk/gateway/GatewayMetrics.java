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
import java.util.function.ToDoubleFunction;
import org.dungeontalk.gateway.limit.SendRates;
import org.dungeontalk.gateway.log.CatchUpReader;
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
    private final Map<ErrorCode, Counter> refusedSends = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Counter> refusedSubscribes = new EnumMap<>(ErrorCode.class);
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    GatewayMetrics(MeterRegistry registry) {
        total(
                registry,
                "dungeontalk.gateway.messages.received",
                "SENDs that players made",
                received,
                LongAdder::sum);
        total(
                registry,
                "dungeontalk.gateway.messages.accepted",
                "SENDs the log has",
                accepted,
                LongAdder::sum);
        total(
                registry,
                "dungeontalk.gateway.messages.delivered",
                "MESSAGEs to members",
                delivered,
                LongAdder::sum);
        Gauge.builder("dungeontalk.gateway.sessions", sessions, AtomicInteger::get)
                .description("WebSocket connections open now")
                .register(registry);
        for (ErrorCode code : ErrorCode.values()) {
            refusedSends.put(code, refusals(registry, "SEND", code));
            refusedSubscribes.put(code, refusals(registry, "SUBSCRIBE", code));
        }
        for (CloseCode code : CloseCode.values()) {
            closed.put(
                    code,
                    Counter.builder("dungeontalk.gateway.sessions.closed")
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
            SendRates rates,
            CatchUpReader catchUp) {
        gauge(
                registry,
                "dungeontalk.gateway.log.partitions",
                "Partitions read",
                reader,
                LogReader::partitionsRead);
        gauge(
                registry,
                "dungeontalk.gateway.log.inflight",
                "SENDs in flight",
                publisher,
                LogPublisher::inFlight);
        gauge(registry, "dungeontalk.gateway.log.tail.bytes", "Tail", reader, LogReader::tailBytes);
        total(
                registry,
                "dungeontalk.gateway.log.catchup.reads",
                "Blocks of the log read for those who come back",
                catchUp,
                CatchUpReader::reads);
        gauge(registry, "dungeontalk.gateway.rooms", "Rooms with members here", rooms, Rooms::size);
        gauge(
                registry,
                "dungeontalk.gateway.rates",
                "Players with a rate bucket",
                rates,
                SendRates::size);
        total(
                registry,
                "dungeontalk.gateway.log.records",
                "Records read",
                reader,
                LogReader::records);
        total(
                registry,
                "dungeontalk.gateway.log.bytes",
                "Bytes of records read",
                reader,
                LogReader::bytes);
        total(
                registry,
                "dungeontalk.gateway.log.skipped",
                "Records of no room",
                reader,
                LogReader::skipped);
        total(
                registry,
                "dungeontalk.gateway.log.gaps",
                "Holes in what was read",
                fanOut,
                FanOut::gaps);
        total(
                registry,
                "dungeontalk.gateway.loop.waits",
                "Waits for an event loop",
                fanOut,
                FanOut::waits);
    }

    public void received() {
        received.increment();
    }

    public void accepted() {
        accepted.increment();
    }

    public void refusedSend(ErrorCode code) {
        refusedSends.get(code).increment();
    }

    public void refusedSubscribe(ErrorCode code) {
        refusedSubscribes.get(code).increment();
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

    private static Counter refusals(MeterRegistry registry, String frame, ErrorCode code) {
        return Counter.builder("dungeontalk.gateway.messages.refused")
                .description("Frames that were not carried out")
                .tag("frame", frame)
                .tag("code", code.name())
                .register(registry);
    }

    /** The source must be held elsewhere: the registry keeps it weakly. */
    private static <T> void total(
            MeterRegistry registry, String name, String what, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(what).register(registry);
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String what, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(what).register(registry);
    }
}
