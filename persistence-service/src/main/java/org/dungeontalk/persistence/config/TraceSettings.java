package org.dungeontalk.persistence.config;

import java.net.URI;
import java.util.Optional;

/** Where the spans of traced messages are sent. Gateways decide which messages are traced. */
public interface TraceSettings {

    /**
     * Where spans are posted by OTLP over HTTP, path included: {@code
     * http://collector:4318/v1/traces}. Absent: nothing is traced.
     */
    Optional<URI> endpoint();

    /** The header {@code Authorization} of these requests. Absent: none. */
    Optional<String> authorization();
}
