package org.dungeontalk.analytics.ingest;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;

/** The fields of a body that are read, with their names by kind. */
enum Field {
    MESSAGE_ID("messageId", "messageId"),
    ROOM("roomId", "aiGameRoomId"),
    SENDER("senderId", "senderId"),
    TYPE("type", "messageType"),
    CREATED_AT("createdAt", "createdAt"),
    CONTENT("content", "content"),
    RECEIVER("receiverId", null),
    AI_RESPONSE_TIME(null, "aiResponseTime");

    private static final Field[] ALL = values();

    /** How many there are. */
    static final int COUNT = ALL.length;

    private static final Map<String, Field> OF_CHAT = byName(Kind.CHAT);
    private static final Map<String, Field> OF_AICHAT = byName(Kind.AICHAT);
    private static final Map<String, Type> CHAT_TYPES = types(Type.JOIN, Type.TALK, Type.LEAVE);
    private static final Map<String, Type> AICHAT_TYPES =
            types(Type.USER, Type.AI, Type.SYSTEM, Type.TURN_START, Type.TURN_END);

    private final String inChat;
    private final String inAichat;

    Field(String inChat, String inAichat) {
        this.inChat = inChat;
        this.inAichat = inAichat;
    }

    /** Whether a body without it, or with something else in its place, is still a message. */
    boolean isOptional() {
        return this == CONTENT || this == RECEIVER || this == AI_RESPONSE_TIME;
    }

    /** Whether the same few texts come again and again. */
    boolean recurs() {
        return this == ROOM || this == SENDER || this == TYPE || this == RECEIVER;
    }

    /** The field's name in a body of this kind, null if it has none. */
    String name(Kind kind) {
        return switch (kind) {
            case CHAT -> inChat;
            case AICHAT -> inAichat;
        };
    }

    /** The field of this name, null if it isn't read. */
    static Field of(Kind kind, String name) {
        return switch (kind) {
            case CHAT -> OF_CHAT.get(name);
            case AICHAT -> OF_AICHAT.get(name);
        };
    }

    /** The type of this name in a body of this kind, empty if it may not be. */
    static Optional<Type> type(Kind kind, String name) {
        return Optional.ofNullable(
                switch (kind) {
                    case CHAT -> CHAT_TYPES.get(name);
                    case AICHAT -> AICHAT_TYPES.get(name);
                });
    }

    /** The same of a name in ASCII bytes. */
    static Field of(Kind kind, byte[] body, int from, int to) {
        for (Field field : ALL) {
            String name = field.name(kind);
            if (name != null && Words.isSame(name, body, from, to)) {
                return field;
            }
        }
        return null;
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
