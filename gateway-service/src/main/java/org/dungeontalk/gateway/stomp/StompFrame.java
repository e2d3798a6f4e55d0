package org.dungeontalk.gateway.stomp;

import java.util.Map;
import java.util.Optional;

/**
 * One frame from a client.
 *
 * @param headers unescaped; the first value of a repeated header counts, as STOMP 1.2 defines
 * @param body the bytes as received; the array belongs to the frame
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
