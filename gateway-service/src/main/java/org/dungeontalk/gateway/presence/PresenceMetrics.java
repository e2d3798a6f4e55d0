package org.dungeontalk.gateway.presence;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.metrics.Meters;

/** What presence counts. Gauges of members settle to zero when all have left all gateways. */
@Singleton
public class PresenceMetrics {
    void observe(
            @Observes StartupEvent event,
            MeterRegistry registry,
            Presence presence,
            PresenceLog log,
            PresenceTopic topic) {
        Meters meters = new Meters(registry, "dungeontalk.gateway.presence.");
        PresenceState state = presence.state();
        Directory directory = state.directory();
        meters.gauge("rooms", "Rooms with a member on any gateway", directory, Directory::rooms);
        meters.gauge("members", "Members of all rooms", directory, Directory::size);
        meters.gauge("gateways", "Gateways alive", state, PresenceState::gatewaysAlive);
        meters.total("heals", "Gateways taken for dead", state, PresenceState::heals);
        meters.total("records.read", "Records read", log, PresenceLog::records);
        meters.total("records.skipped", "Records of nobody's", log, PresenceLog::skipped);
        meters.total("records.written", "Records written", topic, PresenceTopic::written);
        meters.total("records.failed", "Records not written", topic, PresenceTopic::failed);
    }
}
