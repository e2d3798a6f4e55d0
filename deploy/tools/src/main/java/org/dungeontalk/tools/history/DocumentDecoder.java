package org.dungeontalk.tools.history;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a message of a document of MongoDB, by the contract's rules for the log. A document with
 * {@code aiGameRoomId} is a message of an AI game. Unknown fields are ignored.
 *
 * @param names which field holds what
 * @param nicknames of senders by their ids, for documents that have none
 * @param cut whether texts that are too long are cut, not refused
 * @param now messages of more than a day later are refused
 */
record DocumentDecoder(FieldNames names, Map<String, String> nicknames, boolean cut, Instant now) {

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .reader();

    private static final TextRule SENDER = new TextRule("senderId", 1, 80);
    private static final TextRule RECEIVER = new TextRule("receiverId", 1, 80);
    private static final TextRule NICKNAME = new TextRule("senderNickname", 0, 80);
    private static final TextRule CONTENT = new TextRule("content", 0, 2000);
    private static final TextRule GAME = new TextRule("gameId", 0, 120);
    private static final TextRule SOURCE = new TextRule("aiSources", 0, 500);
    private static final int SOURCES = 20;
    private static final Set<String> TYPES = Set.of("JOIN", "TALK", "LEAVE");
    private static final Set<String> AI_TYPES =
            Set.of("USER", "AI", "SYSTEM", "TURN_START", "TURN_END");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);

    /**
     * @param line one document in UTF-8
     */
    ImportedMessage decode(byte[] line) throws RefusedDocument {
        JsonNode document;
        try {
            document = JSON.readTree(line);
        } catch (IOException notJson) {
            throw new RefusedDocument(
                    "the line is not one JSON object: " + notJson.getClass().getSimpleName());
        }
        if (!document.isObject()) {
            throw new RefusedDocument("the line is not one JSON object");
        }
        return message(document);
    }

    private ImportedMessage message(JsonNode document) throws RefusedDocument {
        boolean ai = names.of(document, "aiGameRoomId") != null;
        String kind = ai ? "aichat" : "chat";
        TextRule room = new TextRule(ai ? "aiGameRoomId" : "roomId", 1, 120);
        Instant createdAt = createdAt(document);
        String sender = SENDER.check(required(document, SENDER.field()));
        String content = required(document, CONTENT.field());
        return new ImportedMessage(
                kind,
                MessageIds.of(kind, present(document, "messageId"), createdAt),
                room.check(required(document, room.field())),
                sender,
                ai ? null : receiver(document),
                NICKNAME.check(nickname(document, sender)),
                CONTENT.check(cut ? CONTENT.cut(content) : content),
                ai ? oneOf(AI_TYPES, document, "messageType") : oneOf(TYPES, document, "type"),
                createdAt,
                ai ? game(document) : null,
                ai ? turn(document) : null,
                ai ? number(document, "messageOrder") : null,
                ai ? number(document, "aiResponseTime") : null,
                ai ? sources(document) : null);
    }

    private Instant createdAt(JsonNode document) throws RefusedDocument {
        Instant at = ExtendedJson.instant("createdAt", present(document, "createdAt"));
        if (at.isBefore(EARLIEST)) {
            throw new RefusedDocument("createdAt is before the year 2000");
        }
        if (at.toEpochMilli() > now.plus(AHEAD).toEpochMilli()) {
            throw new RefusedDocument("createdAt is more than a day in the future");
        }
        return at;
    }

    /** A message without an addressee has an empty one in some documents. */
    private String receiver(JsonNode document) throws RefusedDocument {
        String receiver = text(document, RECEIVER.field());
        return receiver == null || receiver.isEmpty() ? null : RECEIVER.check(receiver);
    }

    private String nickname(JsonNode document, String sender) throws RefusedDocument {
        String own = text(document, NICKNAME.field());
        return own == null ? nicknames.getOrDefault(sender, sender) : own;
    }

    private String game(JsonNode document) throws RefusedDocument {
        String game = text(document, GAME.field());
        return game == null ? null : GAME.check(game);
    }

    /** Turns count from 1; a document without a turn has 0. */
    private Long turn(JsonNode document) throws RefusedDocument {
        Long turn = number(document, "turnNumber");
        return turn == null || turn == 0 ? null : turn;
    }

    private Long number(JsonNode document, String field) throws RefusedDocument {
        JsonNode value = names.of(document, field);
        if (value == null) {
            return null;
        }
        long number = ExtendedJson.number(field, value);
        if (number < 0) {
            throw new RefusedDocument(field + " is negative");
        }
        return number;
    }

    /** A list of texts, or one text. */
    private List<String> sources(JsonNode document) throws RefusedDocument {
        JsonNode value = names.of(document, SOURCE.field());
        if (value == null || value.isTextual() && value.textValue().isEmpty()) {
            return null;
        }
        List<String> sources = new ArrayList<>();
        for (JsonNode source : value.isArray() ? value : List.of(value)) {
            sources.add(SOURCE.check(ExtendedJson.text(SOURCE.field(), source)));
        }
        if (sources.size() > SOURCES) {
            throw new RefusedDocument("aiSources has more than " + SOURCES + " entries");
        }
        return sources;
    }

    private String oneOf(Set<String> words, JsonNode document, String field)
            throws RefusedDocument {
        String word = required(document, field);
        if (!words.contains(word)) {
            throw new RefusedDocument(field + " is not a value of the contract");
        }
        return word;
    }

    private String required(JsonNode document, String field) throws RefusedDocument {
        return ExtendedJson.text(field, present(document, field));
    }

    private JsonNode present(JsonNode document, String field) throws RefusedDocument {
        JsonNode value = names.of(document, field);
        if (value == null) {
            throw new RefusedDocument(field + " is missing");
        }
        return value;
    }

    /** Null if it is absent. */
    private String text(JsonNode document, String field) throws RefusedDocument {
        JsonNode value = names.of(document, field);
        return value == null ? null : ExtendedJson.text(field, value);
    }
}
