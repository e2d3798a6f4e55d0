package org.dungeontalk.gateway.stomp;

import java.util.Optional;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;

/** The destinations of the gateway; all others are refused. */
public sealed interface Destination {

    /** The queue with a player's refusals. */
    String ERRORS = "/user/queue/errors";

    /** The queue with a player's mutes. */
    String MODERATION = "/user/queue/moderation";

    /** {@code /pub/chat/send}. */
    record ChatSend() implements Destination {}

    /** {@code /pub/aichat/…}. */
    record AichatSend(AichatAction action) implements Destination {}

    /** {@code /sub/chat/room/{id}} and {@code /sub/aichat/room/{id}}. */
    record RoomStream(RoomKey room) implements Destination {}

    /**
     * A queue with messages for one player alone.
     *
     * @param address {@link #ERRORS} or {@link #MODERATION}
     */
    record UserQueue(String address) implements Destination {}

    /** Parses the destination of a SEND. */
    static Optional<Destination> ofSend(String text) {
        if (text.equals("/pub/chat/send")) {
            return Optional.of(new ChatSend());
        }
        return AichatAction.at(text).map(AichatSend::new);
    }

    /** Parses the destination of a SUBSCRIBE. */
    static Optional<Destination> ofSubscribe(String text) {
        if (text.equals(ERRORS) || text.equals(MODERATION)) {
            return Optional.of(new UserQueue(text));
        }
        for (RoomKind kind : RoomKind.values()) {
            if (text.startsWith(kind.stream())) {
                return RoomKey.of(kind, text.substring(kind.stream().length()))
                        .map(RoomStream::new);
            }
        }
        return Optional.empty();
    }
}
