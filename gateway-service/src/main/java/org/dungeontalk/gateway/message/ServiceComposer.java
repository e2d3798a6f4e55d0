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
 * Composes the message for the log from a service's POST. The body is that of a SEND, checked by
 * the same {@link MessageComposer}, with three differences: the path may name the room alone, the
 * type has a default, and {@code senderId} and {@code senderNickname} set the sender. Pure and
 * thread-safe.
 */
public final class ServiceComposer {
    private final MessageComposer composer;

    /** Uses the gateway's default retry window, two minutes. */
    public ServiceComposer(Clock clock) {
        composer = new MessageComposer(clock);
    }

    /**
     * @param retryWindow how far the time of a {@code messageId} may lie from the clock
     */
    public ServiceComposer(Clock clock, Duration retryWindow) {
        composer = new MessageComposer(clock, retryWindow);
    }

    /** Composes the message of a POST to the room; needs the role {@code service}. */
    public Composed message(Player service, RoomKind kind, String roomId, byte[] body) {
        return MessageComposer.composed(() -> compose(service, kind, roomId, body));
    }

    private LogMessage compose(Player service, RoomKind kind, String roomId, byte[] body) {
        if (!service.roles().contains(Role.SERVICE)) {
            throw new RefusedException(
                    ErrorCode.ROLE_REQUIRED,
                    "Publishing over HTTP requires the role " + Role.SERVICE.text() + ".");
        }
        RoomKey room = MessageComposer.room(service, kind, roomId);
        JsonFields in = JsonFields.read(body);
        String named = text(in, kind == RoomKind.CHAT ? "roomId" : "aiGameRoomId");
        if (named != null && !named.equals(roomId)) {
            throw JsonFields.invalid("The room ids in the body and in the path differ.");
        }
        Player speaker = speaker(service, in);
        if (kind == RoomKind.CHAT) {
            return composer.chat(speaker, room, text(in, "type", "TALK"), in);
        }
        String type = text(in, "messageType", "AI");
        return composer.aichat(speaker, room, action(type), type, in);
    }

    /** In STOMP the destination names the action of a turn; here the type does. */
    private static AichatAction action(String type) {
        return switch (type) {
            case "TURN_START" -> AichatAction.TURN_START;
            case "TURN_END" -> AichatAction.TURN_END;
            default -> AichatAction.SEND;
        };
    }

    /** The sender that members see; the service itself unless the body names another. */
    private static Player speaker(Player service, JsonFields in) {
        String id = in.text("senderId", MessageComposer.MAX_PLAYER_ID);
        String idShown = shown("senderId", id);
        String nickname =
                shown("senderNickname", in.text("senderNickname", MessageComposer.MAX_PLAYER_ID));
        String ownName = id == null ? service.nickname() : idShown;
        return service.speakingAs(
                id == null ? service.id() : id, nickname == null ? ownName : nickname);
    }

    /** The visible part of the name; {@code null} if it is absent. */
    private static String shown(String field, String name) {
        if (name == null) {
            return null;
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw JsonFields.invalid(field + " has a control character.");
        }
        return Nickname.shown(name)
                .orElseThrow(() -> JsonFields.invalid(field + " must have a visible character."));
    }

    private static String text(JsonFields in, String name) {
        return in.text(name, MessageComposer.MAX_FIELD);
    }

    private static String text(JsonFields in, String name, String otherwise) {
        String value = text(in, name);
        return value == null ? otherwise : value;
    }
}
