package org.dungeontalk.analytics.decode;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;

/**
 * The fields of the contract's bodies: their names by kind, and their rules. Fields that are not
 * counted are checked too: a message that persistence-service can't store is not counted.
 */
enum Field {
    MESSAGE_ID("messageId", "messageId", Shape.TEXT, 36, 36),
    ROOM("roomId", "aiGameRoomId", Shape.TEXT, 1, 120),
    SENDER("senderId", "senderId", Shape.TEXT, 1, 80),
    NICKNAME("senderNickname", "senderNickname", Shape.TEXT, 0, 80),
    TYPE("type", "messageType", Shape.TEXT, 1, 80),
    CREATED_AT("createdAt", "createdAt", Shape.TEXT, 20, 80),
    CONTENT("content", "content", Shape.TEXT, 0, 2000),
    RECEIVER("receiverId", null, Shape.TEXT, 1, 80),
    GAME(null, "gameId", Shape.TEXT, 0, 120),
    TURN(null, "turnNumber", Shape.NUMBER, 1, 0),
    ORDER(null, "messageOrder", Shape.NUMBER, 0, 0),
    AI_RESPONSE_TIME(null, "aiResponseTime", Shape.NUMBER, 0, 0),
    AI_SOURCES(null, "aiSources", Shape.TEXTS, 0, 500);

    /** The shape of a value. */
    enum Shape {
        TEXT,
        NUMBER,
        TEXTS
    }

    /** Most entries in a list of texts. */
    static final int MOST_TEXTS = 20;

    static final Field[] ALL = values();

    /** Number of fields. */
    static final int COUNT = ALL.length;

    private static final Map<String, Field> OF_CHAT = byName(Kind.CHAT);
    private static final Map<String, Field> OF_AICHAT = byName(Kind.AICHAT);
    private static final Map<String, Type> CHAT_TYPES = types(Type.JOIN, Type.TALK, Type.LEAVE);
    private static final Map<String, Type> AICHAT_TYPES =
            types(Type.USER, Type.AI, Type.SYSTEM, Type.TURN_START, Type.TURN_END);

    private final String inChat;
    private final String inAichat;
    private final Shape shape;
    private final int least;
    private final int longest;

    Field(String inChat, String inAichat, Shape shape, int least, int longest) {
        this.inChat = inChat;
        this.inAichat = inAichat;
        this.shape = shape;
        this.least = least;
        this.longest = longest;
    }

    /** The shape of its value. */
    Shape shape() {
        return shape;
    }

    /** The shortest text in code points, or the smallest number. */
    int least() {
        return least;
    }

    /** The longest text, in code points. */
    int longest() {
        return longest;
    }

    /** The error for a text that is too short or too long. */
    String fault() {
        return switch (this) {
            case MESSAGE_ID -> "is not a UUID";
            case CREATED_AT -> "is not an instant";
            default -> "is not " + least + " to " + longest + " characters long";
        };
    }

    /** Whether a body of a kind that has this field may omit it. */
    boolean isOptional() {
        return this == RECEIVER || ordinal() >= GAME.ordinal();
    }

    /** The field's name in a body of this kind, null if it has none. */
    String name(Kind kind) {
        return switch (kind) {
            case CHAT -> inChat;
            case AICHAT -> inAichat;
        };
    }

    /** The field with this name, or null if it is not read. */
    static Field of(Kind kind, String name) {
        return switch (kind) {
            case CHAT -> OF_CHAT.get(name);
            case AICHAT -> OF_AICHAT.get(name);
        };
    }

    /** The type with this name in a body of this kind, or empty if it is not allowed. */
    static Optional<Type> type(Kind kind, String name) {
        return Optional.ofNullable(
                switch (kind) {
                    case CHAT -> CHAT_TYPES.get(name);
                    case AICHAT -> AICHAT_TYPES.get(name);
                });
    }

    private static Map<String, Type> types(Type... types) {
        return Arrays.stream(types)
                .collect(Collectors.toUnmodifiableMap(Type::name, Function.identity()));
    }

    private static Map<String, Field> byName(Kind kind) {
        return Arrays.stream(values())
                .filter(field -> field.name(kind) != null)
                .collect(Collectors.toMap(field -> field.name(kind), Function.identity()));
    }
}
