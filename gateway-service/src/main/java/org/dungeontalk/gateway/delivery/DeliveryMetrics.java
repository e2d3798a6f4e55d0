package org.dungeontalk.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.metrics.Meters;
import org.dungeontalk.gateway.wire.InboundMemory;
import org.dungeontalk.gateway.wire.OutboundMemory;

/**
 * Registers the metrics of rooms, of the time until messages are delivered, and of what delays
 * them. The gauge of rooms returns to 0. Thread-safe; recording allocates nothing.
 */
@Singleton
public class DeliveryMetrics {
    private final Meters gateway;
    private final Timer delivery;

    DeliveryMetrics(MeterRegistry registry) {
        gateway = new Meters(registry, "dungeontalk.gateway.");
        delivery =
                gateway.timer(
                        "delivery",
                        "Time from a message's timestamp until it is in its members' queues");
    }

    /**
     * Messages were just handed to the members of their room. Each message counts once, whatever
     * the number of members. If another gateway received the message, the clocks of both are
     * compared; a negative time counts as 0.
     *
     * @param from the first offset that a member got; earlier messages are not counted
     */
    void delivered(List<LogRecord> messages, long from) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < messages.size(); i++) {
            LogRecord message = messages.get(i);
            if (message.offset() >= from) {
                delivery.record(Math.max(0, now - message.timestamp()), TimeUnit.MILLISECONDS);
            }
        }
    }

    void observe(
            @Observes StartupEvent event,
            Rooms rooms,
            FanOut fanOut,
            InboundMemory inbound,
            OutboundMemory outbound) {
        gateway.gauge("rooms", "Rooms with members on this gateway", rooms, Rooms::size);
        gateway.total(
                "log.gaps",
                "Times that records were gone from the log before they were read",
                fanOut,
                FanOut::gaps);
        gateway.gauge(
                "inbound.bytes",
                "Bytes of unfinished frames of all clients",
                inbound,
                InboundMemory::bytes);
        gateway.total(
                "inbound.shed",
                "Connections closed because the unfinished frames of all clients were too large"
                        + " together",
                inbound,
                InboundMemory::shed);
        gateway.gauge(
                "outbound.bytes",
                "Bytes that wait to be sent to all clients",
                outbound,
                OutboundMemory::bytes);
        gateway.total(
                "outbound.shed",
                "Connections closed because too many bytes waited for all clients together",
                outbound,
                OutboundMemory::shed);
        gateway.total(
                "loop.waits",
                "Times that the log reader waited a second for an event loop",
                fanOut,
                FanOut::waits);
    }
}
