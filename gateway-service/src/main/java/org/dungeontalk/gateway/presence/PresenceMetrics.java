package org.dungeontalk.gateway.presence;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.metrics.Meters;

/**
 * Registers the metrics of presence. Gauges of members return to 0 once all players have left all
 * gateways.
 */
@Singleton
public class PresenceMetrics {
    void observe(
            @Observes StartupEvent event,
            MeterRegistry registry,
            Presence presence,
            PresenceReader log,
            PresenceProducer topic) {
        Meters meters = new Meters(registry, "dungeontalk.gateway.presence.");
        PresenceState state = presence.state();
        AllMembers directory = state.directory();
        meters.gauge("rooms", "Rooms with a member on any gateway", directory, AllMembers::rooms);
        meters.gauge("members", "Members of all rooms", directory, AllMembers::size);
        meters.gauge("gateways", "Gateways alive", state, PresenceState::gatewaysAlive);
        meters.total("heals", "Gateways that were considered dead", state, PresenceState::heals);
        meters.total("records.read", "Records read", log, PresenceReader::records);
        meters.total(
                "records.skipped",
                "Records read that no gateway wrote",
                log,
                PresenceReader::skipped);
        meters.total("records.written", "Records written", topic, PresenceProducer::written);
        meters.total("records.failed", "Records not written", topic, PresenceProducer::failed);
    }
}
