package org.dungeontalk.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.github.bucket4j.Bucket;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/**
 * One token bucket per player, address or service. Thread-safe, never blocks.
 *
 * <p>Bounded. A bucket is removed once it was unused for as long as it takes to fill up. Past
 * {@link #MAX_KEYS} the least used ones are removed too. A removed bucket starts again with the
 * full burst, so the limiter fails open.
 */
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.PSAMS",
            "com.github.benmanes.caffeine.cache.SSMSA"
        })
final class RateLimiter {
    /** About 20 MiB when full. */
    static final int MAX_KEYS = 50_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Cache<String, Bucket> buckets;
    private final int burst;
    private final int perSecond;

    /**
     * @param burst how many at once after a pause
     * @param perSecond the sustained rate
     */
    RateLimiter(int burst, int perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
        Duration whole = Duration.ofMillis(1_000L * burst / perSecond + 1_000);
        buckets =
                Caffeine.newBuilder()
                        .maximumSize(MAX_KEYS)
                        .expireAfterAccess(whole)
                        .scheduler(Scheduler.systemScheduler())
                        .build();
    }

    static Bucket bucket(int burst, int refill, Duration every) {
        return Bucket.builder()
                .addLimit(l -> l.capacity(burst).refillGreedy(refill, every))
                .build();
    }

    /** Takes one token; false if the bucket is empty. */
    boolean allow(String key) {
        return buckets.get(key, k -> bucket(burst, perSecond, SECOND)).tryConsume(1);
    }

    /** Keys with a bucket. */
    long size() {
        return buckets.estimatedSize();
    }
}
