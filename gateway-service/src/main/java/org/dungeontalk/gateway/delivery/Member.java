package org.dungeontalk.gateway.delivery;

import org.dungeontalk.gateway.wire.TextMessage;

/** One subscription to a room. Confined to its connection's event loop. */
public interface Member {

    String playerId();

    /** The first offset the member gets live; while it is not yet live, {@link Long#MAX_VALUE}. */
    long liveFrom();

    /**
     * What the frames of this subscription begin with. Members with equal heads get the very same
     * bytes.
     */
    Head head();

    /** Gives the member a WebSocket message with {@code count} frames in it. */
    void deliver(TextMessage message, int count);

    /** What the member wants of the next notice. */
    Notice.Wish wish();

    /** Gives the member a notice, as it wished. */
    void notice(TextMessage message);

    /** The stream has a hole: closes the connection with the code that makes the client resume. */
    void resume();

    /** The bytes before {@code message-id}, compared by the text they were made of. */
    record Head(String text) {
        byte[] bytes() {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
