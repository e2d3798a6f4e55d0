package org.dungeontalk.gateway.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.identity.TokenVerifier;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.SimulatedKafka;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.presence.PresenceProducer;
import org.dungeontalk.gateway.presence.PresenceReader;
import org.dungeontalk.gateway.publish.PublishMetrics;
import org.dungeontalk.gateway.session.SessionMetrics;
import org.dungeontalk.gateway.trace.Traces;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** What all runs of a model share: settings, Kafka, and beans without a state that matters. */
final class ModelSetup {
    private final GatewayConfig config;
    private final SimulatedKafka kafka;
    private final Wiring shared;
    private final boolean sends;

    /**
     * @param sends whether clients send messages; if not, gateways have no way into the log
     * @param settings beside those of all models
     */
    ModelSetup(boolean sends, Map<String, String> settings) {
        this.sends = sends;
        config = config(settings);
        kafka = new SimulatedKafka(config);
        shared =
                new Wiring(null)
                        .with(GatewayConfig.class, config)
                        .with(SimulatedKafka.class, kafka)
                        .with(KafkaClients.class, kafka)
                        .with(MeterRegistry.class, new SimpleMeterRegistry())
                        .with(Duration.class, Duration.ZERO)
                        .with(String.class, "gateway")
                        .with(TokenVerifier.class, null)
                        .with(PresenceProducer.class, null)
                        .with(PresenceReader.class, null)
                        .with(Emitter.class, null);
        shared.make(VitalThreads.class)
                .make(Moderation.class)
                .make(PublishMetrics.class)
                .make(SessionMetrics.class)
                .make(Traces.class);
    }

    GatewayConfig config() {
        return config;
    }

    SimulatedKafka kafka() {
        return kafka;
    }

    boolean sends() {
        return sends;
    }

    Wiring shared() {
        return shared;
    }

    private static GatewayConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(GatewayConfig.class)
                .withDefaultValue("dungeontalk.log.partitions", "2")
                .withDefaultValue("dungeontalk.limits.enabled", "false")
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
