package org.dungeontalk.analytics.config;

import java.net.URI;
import java.util.Optional;

/** Where the spans of traced messages are sent. Gateways select the traced messages. */
public interface TraceSettings {

    /**
     * The URL for spans by OTLP over HTTP, with its path: {@code http://collector:4318/v1/traces}.
     * Absent: nothing is traced.
     */
    Optional<URI> endpoint();

    /** Value of header {@code Authorization}. Absent: none. */
    Optional<String> authorization();
}
