package org.dungeontalk.analytics.ingest;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dungeontalk.analytics.activity.Kind;

/** The fields of a body that are read, with their names by kind. */
enum Field {
    MESSAGE_ID("messageId", "messageId"),
    ROOM("roomId", "aiGameRoomId"),
    SENDER("senderId", "senderId"),
    TYPE("type", "messageType"),
    CREATED_AT("createdAt", "createdAt");

    private static final Map<String, Field> OF_CHAT = byName(Kind.CHAT);
    private static final Map<String, Field> OF_AICHAT = byName(Kind.AICHAT);
    private static final Set<String> CHAT_TYPES = Set.of("JOIN", "TALK", "LEAVE");
    private static final Set<String> AICHAT_TYPES =
            Set.of("USER", "AI", "SYSTEM", "TURN_START", "TURN_END");

    private final String inChat;
    private final String inAichat;

    Field(String inChat, String inAichat) {
        this.inChat = inChat;
        this.inAichat = inAichat;
    }

    /** The field's name in a body of this kind. */
    String name(Kind kind) {
        return switch (kind) {
            case CHAT -> inChat;
            case AICHAT -> inAichat;
        };
    }

    /** The field of this name, empty if it isn't read. */
    static Optional<Field> of(Kind kind, String name) {
        return Optional.ofNullable(
                switch (kind) {
                    case CHAT -> OF_CHAT.get(name);
                    case AICHAT -> OF_AICHAT.get(name);
                });
    }

    /** What {@link #TYPE} may be. */
    static Set<String> types(Kind kind) {
        return switch (kind) {
            case CHAT -> CHAT_TYPES;
            case AICHAT -> AICHAT_TYPES;
        };
    }

    private static Map<String, Field> byName(Kind kind) {
        return Arrays.stream(values())
                .collect(
                        Collectors.toUnmodifiableMap(
                                field -> field.name(kind), Function.identity()));
    }
}
