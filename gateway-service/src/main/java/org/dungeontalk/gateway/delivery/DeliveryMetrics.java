package org.dungeontalk.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.metrics.Meters;
import org.dungeontalk.gateway.wire.InboundMemory;
import org.dungeontalk.gateway.wire.OutboundMemory;

/** The rooms of this gateway and what delays their messages. Rooms settle to zero. */
@Singleton
public class DeliveryMetrics {

    void observe(
            @Observes StartupEvent event,
            MeterRegistry registry,
            Rooms rooms,
            FanOut fanOut,
            InboundMemory inbound,
            OutboundMemory outbound) {
        Meters gateway = new Meters(registry, "dungeontalk.gateway.");
        gateway.gauge("rooms", "Rooms with members here", rooms, Rooms::size);
        gateway.total("log.gaps", "Holes in what was read", fanOut, FanOut::gaps);
        gateway.gauge(
                "inbound.bytes",
                "What unfinished frames of all clients hold",
                inbound,
                InboundMemory::bytes);
        gateway.total(
                "inbound.shed",
                "Clients closed because unfinished frames of all together held too much",
                inbound,
                InboundMemory::shed);
        gateway.gauge(
                "outbound.bytes", "What waits for all clients", outbound, OutboundMemory::bytes);
        gateway.total(
                "outbound.shed",
                "Clients closed because too much waited for all together",
                outbound,
                OutboundMemory::shed);
        gateway.total("loop.waits", "Waits for an event loop", fanOut, FanOut::waits);
    }
}
