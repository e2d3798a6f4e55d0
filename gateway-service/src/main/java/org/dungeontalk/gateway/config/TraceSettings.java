package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Whether messages are traced, which, and where their spans go. */
public interface TraceSettings {
    /**
     * Where spans are posted by OTLP over HTTP, path included: {@code
     * http://collector:4318/v1/traces}. Unset: nothing is traced, and no record gets the header
     * {@code traceparent}.
     */
    Optional<URI> endpoint();

    /** What is sent to it as header {@code Authorization}; unset: none. */
    Optional<String> authorization();

    /** Share of the messages that are traced, 0 to 1. Every other service follows. */
    @WithDefault("0.01")
    double ratio();

    /**
     * Whether the header {@code traceparent} of a SEND or POST is believed; its sender then decides
     * whether that message is traced, past {@link #ratio}.
     */
    @WithDefault("false")
    boolean trustSenders();
}
