package org.dungeontalk.gateway.limit;

import io.github.bucket4j.Bucket;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * The one place that knows how much a player, a connection, an address, a service and the whole
 * gateway may do. Every refusal is counted under its {@link Limit}.
 *
 * <p>Thread-safe, never blocks. Counts are this gateway's own: a player on three gateways has three
 * allowances. {@code limits.enabled=false} lifts everything here but the bound of the gateway's
 * connections and the patience with refused frames.
 */
@Singleton
public class Limits {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GatewayConfig.Limits config;
    private final LimitMetrics metrics;
    private final Bucket gatewayHandshakes;
    private final Bucket strangerHandshakes;
    private final RateLimiter networkHandshakes;
    private final RateLimiter addressHandshakes;
    private final RateLimiter addressMessages;
    private final RateLimiter playerMessages;
    private final RateLimiter serviceMessages;
    private final AtomicInteger connections = new AtomicInteger();
    private final AddressConnections addresses = new AddressConnections();
    private final PlayerConnections players = new PlayerConnections();

    Limits(GatewayConfig gateway, LimitMetrics metrics) {
        this.config = gateway.limits();
        this.metrics = metrics;
        this.gatewayHandshakes =
                RateLimiter.bucket(config.handshakeBurst(), config.handshakesPerSecond(), SECOND);
        this.strangerHandshakes =
                RateLimiter.bucket(
                        half(config.handshakeBurst()), half(config.handshakesPerSecond()), SECOND);
        this.networkHandshakes =
                new RateLimiter(
                        config.networkHandshakeBurst(), config.networkHandshakesPerSecond());
        this.addressHandshakes =
                new RateLimiter(
                        config.addressHandshakeBurst(), config.addressHandshakesPerSecond());
        this.addressMessages =
                new RateLimiter(config.addressMessageBurst(), config.addressMessagesPerSecond());
        this.playerMessages = new RateLimiter(config.messageBurst(), config.messagesPerSecond());
        this.serviceMessages =
                new RateLimiter(config.serviceMessageBurst(), config.serviceMessagesPerSecond());
    }

    /**
     * Judges a handshake by its address, before anything is spent on it. {@link #stranger} or
     * {@link #arrival} follows. The connection itself is counted by {@link #allowance} once it is
     * open; of many at the same moment some may pass here and be closed there.
     */
    public Optional<Limit> handshake(String address) {
        if (connections.get() >= config.sessions()) {
            return refused(Limit.GATEWAY_CONNECTIONS);
        }
        if (!config.enabled()) {
            return Optional.empty();
        }
        if (addresses.full(address, config.connectionsPerAddress())) {
            return refused(Limit.ADDRESS_CONNECTIONS);
        }
        return addressHandshakes.allow(address)
                ? Optional.empty()
                : refused(Limit.ADDRESS_HANDSHAKES);
    }

    /**
     * Judges a handshake that brings no token. All of them together get half of what the gateway
     * takes, and each network a share of that, so that those with a good token always come through.
     *
     * @param network where it comes from: more than one address, but what one stranger may have
     */
    public Optional<Limit> stranger(String network) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        if (!networkHandshakes.allow(network)) {
            return refused(Limit.NETWORK_HANDSHAKES);
        }
        return strangerHandshakes.tryConsume(1) && gatewayHandshakes.tryConsume(1)
                ? Optional.empty()
                : refused(Limit.GATEWAY_HANDSHAKES);
    }

    /** Judges a handshake with a good token. */
    public Optional<Limit> arrival() {
        return !config.enabled() || gatewayHandshakes.tryConsume(1)
                ? Optional.empty()
                : refused(Limit.GATEWAY_HANDSHAKES);
    }

    /** The allowances of one connection that is open now. */
    public ConnectionLimits allowance(String address) {
        return new ConnectionLimits(this, address);
    }

    /** Judges a message that a service publishes over HTTP. */
    public Optional<Limit> published(String serviceId) {
        return config.enabled() && !serviceMessages.allow(serviceId)
                ? refused(Limit.SERVICE_MESSAGES)
                : Optional.empty();
    }

    /** Connections open now. */
    public int connections() {
        return connections.get();
    }

    /** Players with a bucket for their messages. */
    public long rates() {
        return playerMessages.size();
    }

    /** Addresses with a bucket for their handshakes. */
    public long addressRates() {
        return addressHandshakes.size();
    }

    /** Players with a connection, services apart. */
    public int players() {
        return players.size();
    }

    boolean enabled() {
        return config.enabled();
    }

    Bucket frames() {
        return RateLimiter.bucket(config.frameBurst(), config.framesPerSecond(), SECOND);
    }

    Bucket bytes() {
        return RateLimiter.bucket(
                config.inboundBurstBytes(), config.inboundBytesPerSecond(), SECOND);
    }

    Bucket refusals() {
        int most = config.refusalsPerConnection();
        return RateLimiter.bucket(most, most, PATIENCE);
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    boolean takeAddress(String address) {
        return addresses.take(address, most(config.connectionsPerAddress()))
                || refused(Limit.ADDRESS_CONNECTIONS).isEmpty();
    }

    void takePlayer(String playerId, PlayerConnection connection) {
        players.take(playerId, connection, most(config.connectionsPerPlayer()))
                .ifPresent(
                        older -> {
                            metrics.limited(Limit.PLAYER_CONNECTIONS);
                            older.replace();
                        });
    }

    void giveAddress(String address) {
        addresses.give(address);
    }

    void givePlayer(String playerId, PlayerConnection connection) {
        players.give(playerId, connection);
    }

    Optional<Limit> message(String playerId, String address) {
        if (!playerMessages.allow(playerId)) {
            return refused(Limit.PLAYER_MESSAGES);
        }
        return addressMessages.allow(address) ? Optional.empty() : refused(Limit.ADDRESS_MESSAGES);
    }

    Optional<Limit> refused(Limit limit) {
        metrics.limited(limit);
        return Optional.of(limit);
    }

    private static int half(int configured) {
        return Math.max(1, configured / 2);
    }

    private int most(int configured) {
        return config.enabled() ? configured : Integer.MAX_VALUE;
    }
}
