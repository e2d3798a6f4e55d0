package org.dungeontalk.gateway.limit;

import io.github.bucket4j.Bucket;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * Enforces all limits of players, connections, addresses, services and the whole gateway. Every
 * refusal is counted under its {@link Limit}.
 *
 * <p>Thread-safe, never blocks. Counts are per gateway: a player connected to three gateways has
 * three times the limit. {@code limits.enabled=false} turns all of them off, except the number of
 * the gateway's connections and of refusals per connection.
 */
@Singleton
public class Limits {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int REFUSAL_SECONDS = 10;

    private final GatewayConfig.Limits config;
    private final LimitMetrics metrics;
    private final Bucket gatewayHandshakes;
    private final Bucket strangerHandshakes;
    private final RateLimiter networkHandshakes;
    private final RateLimiter addressRequests;
    private final RateLimiter addressHandshakes;
    private final RateLimiter addressMessages;
    private final RateLimiter playerMessages;
    private final RateLimiter serviceMessages;
    private final TokenBucket.Rate frames;
    private final TokenBucket.Rate bytes;
    private final TokenBucket.Rate refusals;
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
        this.addressRequests =
                new RateLimiter(config.addressRequestBurst(), config.addressRequestsPerSecond());
        this.addressHandshakes =
                new RateLimiter(
                        config.addressHandshakeBurst(), config.addressHandshakesPerSecond());
        this.addressMessages =
                new RateLimiter(config.addressMessageBurst(), config.addressMessagesPerSecond());
        this.playerMessages = new RateLimiter(config.messageBurst(), config.messagesPerSecond());
        this.serviceMessages =
                new RateLimiter(config.serviceMessageBurst(), config.serviceMessagesPerSecond());
        this.frames = new TokenBucket.Rate(config.frameBurst(), config.framesPerSecond(), 1);
        this.bytes =
                new TokenBucket.Rate(config.inboundBurstBytes(), config.inboundBytesPerSecond(), 1);
        this.refusals =
                new TokenBucket.Rate(
                        config.refusalsPerConnection(),
                        config.refusalsPerConnection(),
                        REFUSAL_SECONDS);
    }

    /** Checks an HTTP request of any kind, before any other work. */
    public Optional<Limit> request(String address) {
        return config.enabled() && !addressRequests.allow(address)
                ? refused(Limit.ADDRESS_REQUESTS)
                : Optional.empty();
    }

    /** Counts a connection that is closed because too many of its requests wait for answers. */
    public void unansweredRequests() {
        metrics.limited(Limit.CONNECTION_REQUESTS);
    }

    /**
     * Checks a handshake by its address, before any other work. {@link #stranger} or {@link
     * #arrival} must follow. {@link #allowance} counts the connection only once it is open; of many
     * simultaneous handshakes some may pass here and be closed there.
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
     * Checks a handshake without a token. All of them together get half of the gateway's rate, and
     * each network a share of that, so that players with a valid token always get in.
     *
     * @param network of the client: wider than one address, because one client may own all of it
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

    /** Checks a handshake with a valid token. */
    public Optional<Limit> arrival() {
        return !config.enabled() || gatewayHandshakes.tryConsume(1)
                ? Optional.empty()
                : refused(Limit.GATEWAY_HANDSHAKES);
    }

    /** The limits of a connection that has just opened. */
    public ConnectionLimits allowance(String address) {
        return new ConnectionLimits(this, address);
    }

    /** Checks a message that a service publishes over HTTP. */
    public Optional<Limit> published(String serviceId) {
        return config.enabled() && !serviceMessages.allow(serviceId)
                ? refused(Limit.SERVICE_MESSAGES)
                : Optional.empty();
    }

    /** Open connections. */
    public int connections() {
        return connections.get();
    }

    /** Players with a rate limiter for messages. */
    public long rates() {
        return playerMessages.size();
    }

    /** Addresses with a rate limiter for handshakes. */
    public long addressRates() {
        return addressHandshakes.size();
    }

    /** Players with a connection, except services. */
    public int players() {
        return players.size();
    }

    boolean enabled() {
        return config.enabled();
    }

    TokenBucket.Rate frames() {
        return frames;
    }

    TokenBucket.Rate bytes() {
        return bytes;
    }

    TokenBucket.Rate refusals() {
        return refusals;
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
