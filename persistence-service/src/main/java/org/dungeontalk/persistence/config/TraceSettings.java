package org.dungeontalk.persistence.config;

import java.net.URI;
import java.util.Optional;

/** Where the spans of traced messages go. Which are traced is decided by gateways. */
public interface TraceSettings {

    /**
     * Where spans are posted by OTLP over HTTP, path included: {@code
     * http://collector:4318/v1/traces}. Absent: nothing is traced.
     */
    Optional<URI> endpoint();

    /** What is sent to it as header {@code Authorization}. Absent: none. */
    Optional<String> authorization();
}
