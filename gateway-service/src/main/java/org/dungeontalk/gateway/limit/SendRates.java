package org.dungeontalk.gateway.limit;

import io.github.bucket4j.Bucket;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.dungeontalk.gateway.GatewayConfig;

/**
 * One token bucket per player, shared by all of the player's connections on this gateway.
 * Thread-safe.
 *
 * <p>Bounded: a bucket that has filled up again is as good as a new one and is dropped at the next
 * sweep.
 */
@Singleton
public class SendRates {
    private final GatewayConfig.Limits limits;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    SendRates(GatewayConfig config) {
        this.limits = config.limits();
    }

    /** Takes one message from the player's allowance; false if there is none left. */
    public boolean allow(String playerId) {
        return !limits.enabled()
                || buckets.computeIfAbsent(playerId, p -> playerBucket()).tryConsume(1);
    }

    /** The allowance of one connection for refused messages; past it the connection is closed. */
    public Bucket refusals() {
        int most = limits.refusalsPerConnection();
        return Bucket.builder()
                .addLimit(l -> l.capacity(most).refillGreedy(most, Duration.ofSeconds(10)))
                .build();
    }

    /** Forgets players whose allowance is whole again. */
    public void sweep() {
        buckets.values().removeIf(b -> b.getAvailableTokens() >= limits.messageBurst());
    }

    /** Players with a bucket. */
    public int size() {
        return buckets.size();
    }

    private Bucket playerBucket() {
        return Bucket.builder()
                .addLimit(
                        l ->
                                l.capacity(limits.messageBurst())
                                        .refillGreedy(
                                                limits.messagesPerSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
