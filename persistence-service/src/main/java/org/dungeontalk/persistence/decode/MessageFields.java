package org.dungeontalk.persistence.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.persistence.log.AiTurn;
import org.dungeontalk.persistence.log.LoggedMessage;
import org.dungeontalk.persistence.log.MessageKind;

/** The fields of one body while it is read. Lives for one record on one thread. */
final class MessageFields {

    private static final TextRule CHAT_ROOM = new TextRule("roomId", 1, 120);
    private static final TextRule AICHAT_ROOM = new TextRule("aiGameRoomId", 1, 120);
    private static final TextRule SENDER = new TextRule("senderId", 1, 80);
    private static final TextRule RECEIVER = new TextRule("receiverId", 1, 80);
    private static final TextRule NICKNAME = new TextRule("senderNickname", 0, 80);
    private static final TextRule CONTENT = new TextRule("content", 0, 2000);
    private static final TextRule GAME = new TextRule("gameId", 0, 120);
    private static final TextRule SOURCE = new TextRule("aiSources", 0, 500);
    private static final int SOURCES = 20;
    private static final Set<String> CHAT_TYPES = Set.of("JOIN", "TALK", "LEAVE");
    private static final Set<String> AICHAT_TYPES =
            Set.of("USER", "AI", "SYSTEM", "TURN_START", "TURN_END");

    private final MessageKind kind;
    private UUID messageId;
    private String roomId;
    private String senderId;
    private String receiverId;
    private String senderNickname;
    private String content;
    private String type;
    private Instant createdAt;
    private String gameId;
    private Long turnNumber;
    private Long messageOrder;
    private Long aiResponseTime;
    private List<String> aiSources;

    MessageFields(MessageKind kind) {
        this.kind = kind;
    }

    /** Takes the value that the parser stands on; leaves the parser on the value's last token. */
    void read(String name, JsonParser json) throws IOException {
        boolean taken =
                switch (kind) {
                    case CHAT -> readShared(name, json) || readChat(name, json);
                    case AICHAT -> readShared(name, json) || readAiChat(name, json);
                };
        if (!taken) {
            json.skipChildren();
        }
    }

    private boolean readShared(String name, JsonParser json) throws IOException {
        switch (name) {
            case "messageId" -> messageId = uuid(name, json);
            case "senderId" -> senderId = SENDER.check(text(name, json));
            case "senderNickname" -> senderNickname = NICKNAME.check(text(name, json));
            case "content" -> content = CONTENT.check(text(name, json));
            case "createdAt" -> createdAt = MessageTime.parse(text(name, json));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readChat(String name, JsonParser json) throws IOException {
        switch (name) {
            case "roomId" -> roomId = CHAT_ROOM.check(text(name, json));
            case "receiverId" -> receiverId = RECEIVER.check(text(name, json));
            case "type" -> type = oneOf(CHAT_TYPES, name, json);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readAiChat(String name, JsonParser json) throws IOException {
        switch (name) {
            case "aiGameRoomId" -> roomId = AICHAT_ROOM.check(text(name, json));
            case "gameId" -> gameId = GAME.check(text(name, json));
            case "messageType" -> type = oneOf(AICHAT_TYPES, name, json);
            case "turnNumber" -> turnNumber = number(name, 1, json);
            case "messageOrder" -> messageOrder = number(name, 0, json);
            case "aiResponseTime" -> aiResponseTime = number(name, 0, json);
            case "aiSources" -> aiSources = texts(name, json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * @throws InvalidMessageException if a required field never came
     */
    LoggedMessage message() {
        boolean chat = kind == MessageKind.CHAT;
        require("messageId", messageId);
        require(chat ? "roomId" : "aiGameRoomId", roomId);
        require("senderId", senderId);
        require("senderNickname", senderNickname);
        require("content", content);
        require(chat ? "type" : "messageType", type);
        require("createdAt", createdAt);
        AiTurn turn =
                chat
                        ? null
                        : new AiTurn(gameId, turnNumber, messageOrder, aiResponseTime, aiSources);
        return new LoggedMessage(
                kind,
                messageId,
                roomId,
                senderId,
                receiverId,
                senderNickname,
                content,
                type,
                createdAt,
                turn);
    }

    private static void require(String name, Object value) {
        if (value == null) {
            throw new InvalidMessageException(name + " is missing");
        }
    }

    private static String text(String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new InvalidMessageException(name + " is not a string");
        }
        return json.getText();
    }

    private static String oneOf(Set<String> words, String name, JsonParser json)
            throws IOException {
        String word = text(name, json);
        if (!words.contains(word)) {
            throw new InvalidMessageException(name + " is not a value of the contract");
        }
        return word;
    }

    private static long number(String name, long minimum, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new InvalidMessageException(name + " is not a 64-bit integer");
        }
        long number = json.getLongValue();
        if (number < minimum) {
            throw new InvalidMessageException(name + " is less than " + minimum);
        }
        return number;
    }

    private static UUID uuid(String name, JsonParser json) throws IOException {
        String text = text(name, json);
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException notHex) {
            throw new InvalidMessageException(name + " is not a UUID");
        }
        throw new InvalidMessageException(name + " is not a UUID");
    }

    private static List<String> texts(String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidMessageException(name + " is not an array");
        }
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (texts.size() == SOURCES) {
                throw new InvalidMessageException(name + " has more than " + SOURCES + " entries");
            }
            texts.add(SOURCE.check(text(name, json)));
        }
        return texts;
    }
}
