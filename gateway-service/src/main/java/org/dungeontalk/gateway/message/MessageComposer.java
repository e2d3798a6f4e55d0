package org.dungeontalk.gateway.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.gateway.text.Characters;

/**
 * Composes the message for the log from a player's SEND. It checks every field, takes the sender's
 * identity from the token alone, and adds the server's fields. Pure and thread-safe.
 */
public final class MessageComposer {
    /** The longest text in code points. */
    public static final int MAX_CONTENT = 2000;

    static final int MAX_PLAYER_ID = 80;
    static final int MAX_FIELD = 120;
    private static final String BLANK = "content must have a visible character.";
    private static final Set<String> CHAT_TYPES = Set.of("JOIN", "TALK", "LEAVE");

    private final Clock clock;
    private final Duration retryWindow;

    /** Uses the gateway's default retry window, two minutes. */
    public MessageComposer(Clock clock) {
        this(clock, Duration.ofMinutes(2));
    }

    /**
     * @param retryWindow how far the time of a client's {@code messageId} may lie from the clock
     */
    public MessageComposer(Clock clock, Duration retryWindow) {
        this.clock = clock;
        this.retryWindow = retryWindow;
    }

    /** Composes the message of a SEND to {@code /pub/chat/send}. */
    public Composed chat(Player player, byte[] body) {
        return composed(
                () -> {
                    JsonFields in = JsonFields.read(body);
                    RoomKey room = room(player, RoomKind.CHAT, in.text("roomId", MAX_FIELD));
                    checkSender(player, in);
                    return chat(player, room, in.text("type", MAX_FIELD), in);
                });
    }

    /** Composes the message of a SEND to {@code /pub/aichat/…}. */
    public Composed aichat(Player player, AichatAction action, byte[] body) {
        return composed(
                () -> {
                    JsonFields in = JsonFields.read(body);
                    RoomKey room =
                            room(player, RoomKind.AICHAT, in.text("aiGameRoomId", MAX_FIELD));
                    checkSender(player, in);
                    return aichat(player, room, action, in.text("messageType", MAX_FIELD), in);
                });
    }

    static Composed composed(Supplier<LogMessage> message) {
        try {
            return message.get();
        } catch (RefusedException e) {
            return e.refusal();
        }
    }

    LogMessage chat(Player player, RoomKey room, String type, JsonFields in) {
        Instant now = now();
        if (type == null || !CHAT_TYPES.contains(type)) {
            throw JsonFields.invalid("type must be JOIN, TALK or LEAVE.");
        }
        boolean talk = type.equals("TALK");
        String content = in.content(MAX_CONTENT);
        boolean shows = Characters.shows(content);
        if (talk && !shows) {
            throw JsonFields.invalid(BLANK);
        }
        String receiver = in.id("receiverId", MAX_PLAYER_ID);
        if (receiver != null && !talk) {
            throw JsonFields.invalid("Only a TALK can be a whisper: leave out receiverId.");
        }
        String chosen = in.id("messageId", MAX_FIELD);
        UUID id = MessageId.of(chosen, now, retryWindow);
        byte[] json =
                new BodyWriter()
                        .text("messageId", id.toString())
                        .text("roomId", room.id())
                        .text("senderId", player.id())
                        .text("receiverId", receiver)
                        .text("senderNickname", player.nickname())
                        .text("content", content)
                        .text("type", type)
                        .text("createdAt", instant(now))
                        .bytes();
        boolean speaks = talk || shows;
        return new LogMessage(
                room, id, chosen != null, type, player.id(), receiver, speaks, json, now);
    }

    LogMessage aichat(
            Player player, RoomKey room, AichatAction action, String asked, JsonFields in) {
        Instant now = now();
        String type = messageType(player, action, asked);
        Long turn = in.number("turnNumber", 1);
        Long order = in.number("messageOrder", 0);
        String content = in.content(MAX_CONTENT);
        boolean shows = Characters.shows(content);
        if (action == AichatAction.SEND && !shows) {
            throw JsonFields.invalid(BLANK);
        }
        if (in.id("receiverId", MAX_PLAYER_ID) != null) {
            throw JsonFields.invalid("An AI game has no whispers: leave out receiverId.");
        }
        if (type.startsWith("TURN") && turn == null) {
            throw JsonFields.invalid("turnNumber is missing.");
        }
        boolean master = player.mayMaster();
        Long responseTime = in.number("aiResponseTime", 0);
        List<String> sources = in.texts("aiSources", 20, 500);
        String chosen = in.id("messageId", MAX_FIELD);
        UUID id = MessageId.of(chosen, now, retryWindow);
        byte[] json =
                new BodyWriter()
                        .text("messageId", id.toString())
                        .text("aiGameRoomId", room.id())
                        .text("gameId", in.text("gameId", MAX_FIELD))
                        .text("senderId", player.id())
                        .text("senderNickname", player.nickname())
                        .text("content", content)
                        .text("messageType", type)
                        .number("turnNumber", turn)
                        .number("messageOrder", order)
                        .number("aiResponseTime", master ? responseTime : null)
                        .texts("aiSources", master ? sources : null)
                        .text("createdAt", instant(now))
                        .bytes();
        boolean speaks = (action != AichatAction.JOIN && action != AichatAction.LEAVE) || shows;
        return new LogMessage(room, id, chosen != null, type, player.id(), null, speaks, json, now);
    }

    private static String messageType(Player player, AichatAction action, String asked) {
        return switch (action) {
            case JOIN, LEAVE -> "SYSTEM";
            case TURN_START, TURN_END -> {
                requireMaster(player, "Only a game master may start and end turns.");
                yield action.name();
            }
            case SEND -> {
                if (asked == null || asked.equals("USER")) {
                    yield "USER";
                }
                if (!asked.equals("AI") && !asked.equals("SYSTEM")) {
                    throw JsonFields.invalid("messageType must be USER, AI or SYSTEM.");
                }
                requireMaster(player, asked + " messages may come only from a game master.");
                yield asked;
            }
        };
    }

    private static void requireMaster(Player player, String why) {
        if (!player.mayMaster()) {
            throw new RefusedException(
                    ErrorCode.ROLE_REQUIRED,
                    why
                            + " This requires the role "
                            + Role.GM.text()
                            + " or "
                            + Role.SERVICE.text()
                            + ".");
        }
    }

    static RoomKey room(Player player, RoomKind kind, String id) {
        if (id == null) {
            throw JsonFields.invalid("The room id is missing.");
        }
        RoomKey room =
                RoomKey.of(kind, id)
                        .orElseThrow(
                                () ->
                                        JsonFields.invalid(
                                                "The room id has a slash or a control character."));
        if (!player.mayEnter(id)) {
            throw new RefusedException(
                    ErrorCode.ROOM_FORBIDDEN, "Your token does not open this room.");
        }
        return room;
    }

    private static void checkSender(Player player, JsonFields in) {
        String claimed = in.text("senderId", 1000);
        if (claimed != null && !claimed.equals(player.id())) {
            throw new RefusedException(
                    ErrorCode.NOT_YOUR_ID, "senderId is not the player id of your token.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Always with milliseconds: 2026-11-22T18:04:06.000Z. */
    private static String instant(Instant at) {
        String text = at.toString();
        return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
    }
}
