package org.dungeontalk.gateway.limit;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * A token bucket of one connection, in 24 bytes; one of the library costs 310. It starts full.
 * Confined to one thread. Times are of {@link System#nanoTime}.
 */
final class TokenBucket {

    /**
     * How fast buckets fill; shared by all connections.
     *
     * @param burst tokens of a full bucket
     * @param tokens that come back in {@code seconds}
     */
    record Rate(int burst, int tokens, int seconds) {

        /** Nanoseconds until this many tokens have come back. */
        private long nanos(long many) {
            return many * SECONDS.toNanos(seconds) / tokens;
        }
    }

    private final Rate rate;
    private long fullAt;

    TokenBucket(Rate rate, long now) {
        this.rate = rate;
        this.fullAt = now;
    }

    /** Takes one token; false if the bucket is empty. */
    boolean take(long now) {
        long then = after(1, now);
        if (then - now > rate.nanos(rate.burst())) {
            return false;
        }
        fullAt = then;
        return true;
    }

    /**
     * Takes tokens even if there are too few.
     *
     * @return nanoseconds until the missing tokens have come back; 0 if none is missing
     */
    long takeAnyway(int tokens, long now) {
        fullAt = after(tokens, now);
        return Math.max(0, fullAt - now - rate.nanos(rate.burst()));
    }

    private long after(int tokens, long now) {
        return Math.max(0, fullAt - now) + now + rate.nanos(tokens);
    }
}
