package org.dungeontalk.gateway.stomp;

import java.util.Optional;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;

/** The addresses of the gateway; anything else is refused. */
public sealed interface Destination {

    /** Where refusals are told to the player they concern. */
    String ERRORS = "/user/queue/errors";

    /** Where a player is told whether it is muted. */
    String MODERATION = "/user/queue/moderation";

    /** {@code /pub/chat/send}. */
    record ChatSend() implements Destination {}

    /** {@code /pub/aichat/…}. */
    record AichatSend(AichatAction action) implements Destination {}

    /** {@code /sub/chat/room/{id}} and {@code /sub/aichat/room/{id}}. */
    record RoomStream(RoomKey room) implements Destination {}

    /**
     * What is told to one player alone.
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
