package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;

/** Settings under {@code dungeontalk.inbound}: what comes from the clients. */
public interface InboundSettings {
    /**
     * What unfinished frames and messages hold for all clients together, in bytes; past it clients
     * are closed with 1013, those first that hold the most for the longest, until an eighth of it
     * is free.
     */
    @WithDefault("67108864")
    long totalBytes();
}
