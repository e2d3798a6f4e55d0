package org.dungeontalk.gateway.stomp;

/**
 * The position at which a room's stream continues, as told to a client.
 *
 * @param cursor the client gets all messages after it; {@code null}: the client has a newer one
 * @param resumed whether the stream continues at the client's cursor; {@code null} if it sent none
 * @param reason why it does not; {@code null} if it does
 */
public record StreamPosition(String cursor, Boolean resumed, String reason) {

    /** The headers, each after a line end. */
    String headers() {
        return (resumed == null ? "" : "\nresumed:" + resumed)
                + (reason == null ? "" : "\nreason:" + reason)
                + (cursor == null ? "" : "\ncursor:" + cursor);
    }
}
