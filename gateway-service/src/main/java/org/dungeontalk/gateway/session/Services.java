package org.dungeontalk.gateway.session;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.delivery.Rooms;
import org.dungeontalk.gateway.identity.TokenVerifier;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.message.MessageComposer;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.presence.Presence;
import org.dungeontalk.gateway.publish.Admission;
import org.dungeontalk.gateway.publish.PublishMetrics;
import org.dungeontalk.gateway.wire.InboundMemory;
import org.dungeontalk.gateway.wire.OutboundMemory;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The objects that all sessions share. */
@Singleton
public class Services {
    final GatewayConfig config;
    final TokenVerifier tokens;
    final Admission admission;
    final Rooms rooms;
    final Limits limits;
    final Moderation moderation;
    final Presence presence;
    final InboundMemory inbound;
    final OutboundMemory outbound;
    final SessionMetrics metrics;
    final PublishMetrics publishing;
    final VitalThreads threads;
    final MessageComposer composer;
    final long stallMillis;
    final long pingMillis;
    final long idleMillis;

    Services(
            GatewayConfig config,
            TokenVerifier tokens,
            Admission admission,
            Rooms rooms,
            Limits limits,
            Moderation moderation,
            Presence presence,
            InboundMemory inbound,
            OutboundMemory outbound,
            SessionMetrics metrics,
            PublishMetrics publishing,
            VitalThreads threads,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idle) {
        this.config = config;
        this.tokens = tokens;
        this.admission = admission;
        this.rooms = rooms;
        this.limits = limits;
        this.moderation = moderation;
        this.presence = presence;
        this.inbound = inbound;
        this.outbound = outbound;
        this.metrics = metrics;
        this.publishing = publishing;
        this.threads = threads;
        this.composer = new MessageComposer(Clock.systemUTC(), config.log().retryWindow());
        this.stallMillis = config.outbound().stallTimeout().toMillis();
        this.pingMillis = config.stomp().ping().toMillis();
        this.idleMillis = idle.isZero() ? Long.MAX_VALUE : idle.toMillis();
    }
}
