package org.dungeontalk.gateway.wire;

import io.smallrye.config.WithDefault;

/** Settings under {@code dungeontalk.inbound}: what comes from the clients. */
public interface InboundSettings {
    /**
     * What unfinished frames and messages hold for all clients together, in bytes; past it the
     * client that holds the most is closed with 1013, then the next.
     */
    @WithDefault("67108864")
    long totalBytes();
}
