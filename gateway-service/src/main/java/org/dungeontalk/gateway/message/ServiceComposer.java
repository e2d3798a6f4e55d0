package org.dungeontalk.gateway.message;

import java.time.Clock;
import java.time.Duration;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.gateway.text.Nickname;

/**
 * Makes the message for the log from what a service posted. The body is that of a SEND, checked by
 * the same {@link MessageComposer}, with three differences: the room may be left to the path, the
 * type has a default, and {@code senderId} and {@code senderNickname} say who speaks. Pure and
 * thread-safe.
 */
public final class ServiceComposer {
    private final MessageComposer composer;

    /** Takes ids of two minutes, as the gateway does by default. */
    public ServiceComposer(Clock clock) {
        composer = new MessageComposer(clock);
    }

    /**
     * @param retryWindow how far the time of a {@code messageId} may lie from the clock
     */
    public ServiceComposer(Clock clock, Duration retryWindow) {
        composer = new MessageComposer(clock, retryWindow);
    }

    /** The message that a body posted to that room stands for; needs the role {@code service}. */
    public Composed message(Player service, RoomKind kind, String roomId, byte[] body) {
        return MessageComposer.composed(() -> compose(service, kind, roomId, body));
    }

    private LogMessage compose(Player service, RoomKind kind, String roomId, byte[] body) {
        if (!service.roles().contains(Role.SERVICE)) {
            throw new RefusedException(
                    ErrorCode.ROLE_REQUIRED,
                    "Publishing over HTTP needs the role " + Role.SERVICE.text() + ".");
        }
        RoomKey room = MessageComposer.room(service, kind, roomId);
        JsonFields in = JsonFields.read(body);
        String named = text(in, kind == RoomKind.CHAT ? "roomId" : "aiGameRoomId");
        if (named != null && !named.equals(roomId)) {
            throw JsonFields.invalid("The body names another room than the path.");
        }
        Player speaker = speaker(service, in);
        if (kind == RoomKind.CHAT) {
            return composer.chat(speaker, room, text(in, "type", "TALK"), in);
        }
        String type = text(in, "messageType", "AI");
        return composer.aichat(speaker, room, action(type), type, in);
    }

    /** Turns are actions of their own in STOMP; here the type alone says it. */
    private static AichatAction action(String type) {
        return switch (type) {
            case "TURN_START" -> AichatAction.TURN_START;
            case "TURN_END" -> AichatAction.TURN_END;
            default -> AichatAction.SEND;
        };
    }

    /** Whom the members see; the service itself unless the body says otherwise. */
    private static Player speaker(Player service, JsonFields in) {
        String id = in.text("senderId", MessageComposer.MAX_PLAYER_ID);
        String idShown = shown("senderId", id);
        String nickname =
                shown("senderNickname", in.text("senderNickname", MessageComposer.MAX_PLAYER_ID));
        String ownName = id == null ? service.nickname() : idShown;
        return service.speakingAs(
                id == null ? service.id() : id, nickname == null ? ownName : nickname);
    }

    /** What of it the members see; {@code null} if it is absent. */
    private static String shown(String field, String name) {
        if (name == null) {
            return null;
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw JsonFields.invalid(field + " holds a control character.");
        }
        return Nickname.shown(name)
                .orElseThrow(() -> JsonFields.invalid("Nothing of " + field + " shows."));
    }

    private static String text(JsonFields in, String name) {
        return in.text(name, MessageComposer.MAX_FIELD);
    }

    private static String text(JsonFields in, String name, String otherwise) {
        String value = text(in, name);
        return value == null ? otherwise : value;
    }
}
