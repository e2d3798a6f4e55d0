package org.dungeontalk.gateway.stomp;

import java.util.Map;
import java.util.Optional;

/**
 * One frame from a client.
 *
 * @param headers unescaped; of a repeated header the first value counts, as STOMP 1.2 says
 * @param body the bytes as they came; the array is the frame's own
 */
public record StompFrame(StompCommand command, Map<String, String> headers, byte[] body)
        implements StompInput {

    /** The header's value, or {@code null}. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The header's value, or empty if the frame has no such header or an empty one. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
    }
}
