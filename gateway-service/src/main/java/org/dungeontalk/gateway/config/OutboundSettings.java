package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code dungeontalk.outbound}: data to clients. */
public interface OutboundSettings {
    /** Largest queue of one client in bytes; past it the client is closed with 4001 and resumes. */
    @WithDefault("1048576")
    long queueBytes();

    /**
     * Bytes that may wait for all clients together. Past it the client with the most is closed with
     * 4001, then the next. Bytes that several clients share count for each.
     */
    @WithDefault("134217728")
    long totalBytes();

    /** A client that takes nothing for this long while messages wait is closed with 4001. */
    @WithDefault("5s")
    Duration stallTimeout();

    /**
     * MESSAGEs that are ready at the same time share one WebSocket message of up to this many
     * bytes.
     */
    @WithDefault("8192")
    int coalesceBytes();
}
