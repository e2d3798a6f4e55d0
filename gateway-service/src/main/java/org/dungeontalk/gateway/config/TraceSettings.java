package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/**
 * Settings under {@code dungeontalk.trace}: which messages are traced, and where their spans go.
 */
public interface TraceSettings {
    /**
     * OTLP/HTTP endpoint that spans are posted to, including the path: {@code
     * http://collector:4318/v1/traces}. Unset: nothing is traced, and no record gets the header
     * {@code traceparent}.
     */
    Optional<URI> endpoint();

    /** Value of the header {@code Authorization} for the collector; unset: none. */
    Optional<String> authorization();

    /** Share of messages that are traced, 0 to 1. All other services follow this decision. */
    @WithDefault("0.01")
    double ratio();

    /**
     * Whether the header {@code traceparent} of a SEND or POST is used; its sender then decides
     * whether the message is traced, regardless of {@link #ratio}.
     */
    @WithDefault("false")
    boolean trustSenders();
}
