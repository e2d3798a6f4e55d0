package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;

/** Settings under {@code dungeontalk.inbound}: data from clients. */
public interface InboundSettings {
    /**
     * Memory that unfinished frames and messages of all clients may hold, in bytes. Past it clients
     * are closed with 1013 until an eighth of it is free; first those that hold the most for the
     * longest.
     */
    @WithDefault("67108864")
    long totalBytes();
}
