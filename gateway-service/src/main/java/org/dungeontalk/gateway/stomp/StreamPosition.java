package org.dungeontalk.gateway.stomp;

/**
 * Where a room's stream goes on, as a client is told.
 *
 * @param cursor everything after it comes; {@code null}: the client has a newer one
 * @param resumed whether that is where the client left it; {@code null} if it did not ask
 * @param reason why not; {@code null} if it is
 */
public record StreamPosition(String cursor, Boolean resumed, String reason) {

    /** Each header on a line of its own, behind a line end. */
    String headers() {
        return (resumed == null ? "" : "\nresumed:" + resumed)
                + (reason == null ? "" : "\nreason:" + reason)
                + (cursor == null ? "" : "\ncursor:" + cursor);
    }
}
