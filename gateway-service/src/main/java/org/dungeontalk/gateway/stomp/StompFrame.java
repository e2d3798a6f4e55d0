package org.dungeontalk.gateway.stomp;

import java.util.Map;

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

    /**
     * The header's value.
     *
     * @throws StompException if the frame has no such header or an empty one
     */
    public String required(String name) {
        String value = headers.get(name);
        if (value == null || value.isEmpty()) {
            throw new StompException(command + " needs the header " + name);
        }
        return value;
    }
}
