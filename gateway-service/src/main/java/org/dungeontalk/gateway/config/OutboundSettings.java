package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code dungeontalk.outbound}: the way to the clients. */
public interface OutboundSettings {
    /** Largest queue of one client in bytes; past it the client is closed with 4001 and resumes. */
    @WithDefault("1048576")
    long queueBytes();

    /**
     * What waits for all clients together, in bytes; past it the client with the most is closed
     * with 4001, then the next. What several clients share counts for each.
     */
    @WithDefault("134217728")
    long totalBytes();

    /** A client that takes nothing for this long while messages wait is closed with 4001. */
    @WithDefault("5s")
    Duration stallTimeout();

    /**
     * Several MESSAGEs that are there together leave in one WebSocket message up to this many
     * bytes.
     */
    @WithDefault("8192")
    int coalesceBytes();
}
