package org.dungeontalk.gateway.session;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.GatewayMetrics;
import org.dungeontalk.gateway.limit.SendRates;
import org.dungeontalk.gateway.log.LogPublisher;
import org.dungeontalk.gateway.message.MessageComposer;
import org.dungeontalk.gateway.room.Rooms;

/** What all sessions share. */
@Singleton
public class Services {
    final GatewayConfig config;
    final TokenVerifier tokens;
    final LogPublisher log;
    final Rooms rooms;
    final SendRates rates;
    final GatewayMetrics metrics;
    final MessageComposer composer = new MessageComposer(Clock.systemUTC());

    Services(
            GatewayConfig config,
            TokenVerifier tokens,
            LogPublisher log,
            Rooms rooms,
            SendRates rates,
            GatewayMetrics metrics) {
        this.config = config;
        this.tokens = tokens;
        this.log = log;
        this.rooms = rooms;
        this.rates = rates;
        this.metrics = metrics;
    }
}
