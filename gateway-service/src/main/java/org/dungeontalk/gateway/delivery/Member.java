package org.dungeontalk.gateway.delivery;

import org.dungeontalk.gateway.wire.TextMessage;

/** One subscription to a room. Confined to its connection's event loop. */
public interface Member {

    String playerId();

    /** The first offset the member gets live; {@link Long#MAX_VALUE} while it is not yet live. */
    long liveFrom();

    /**
     * The first bytes of this subscription's frames. Members with equal heads share the encoded
     * bytes.
     */
    Head head();

    /**
     * Another member of the room with an equal head: this one may use its objects, to save memory.
     */
    default void share(Member other) {}

    /** Sends a WebSocket message that holds {@code count} frames. */
    void deliver(TextMessage message, int count);

    /** The part of the next notice that the member needs. */
    Notice.Part noticePart();

    /** Sends a notice of the kind that {@link #noticePart} returned. */
    void notice(TextMessage message);

    /** The stream has a gap: closes the connection with the close code for resuming. */
    void resume();

    /** The bytes before {@code message-id}; compared by their text. */
    record Head(String text) {
        byte[] bytes() {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
