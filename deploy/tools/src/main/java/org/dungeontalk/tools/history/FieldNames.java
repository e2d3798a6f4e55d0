package org.dungeontalk.tools.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Which field of a document holds which field of the contract: by default that of the same name,
 * and {@code _id} for a {@code messageId} that is absent.
 *
 * @param others by the contract's name
 */
record FieldNames(Map<String, String> others) {

    /** The contract's fields of both kinds of messages. */
    static final List<String> KNOWN =
            List.of(
                    "messageId",
                    "roomId",
                    "senderId",
                    "receiverId",
                    "senderNickname",
                    "content",
                    "type",
                    "createdAt",
                    "aiGameRoomId",
                    "gameId",
                    "messageType",
                    "turnNumber",
                    "messageOrder",
                    "aiResponseTime",
                    "aiSources");

    /** The value; null if it is absent or the JSON value null. */
    JsonNode of(JsonNode document, String field) {
        JsonNode value = document.get(others.getOrDefault(field, field));
        if (value == null && field.equals("messageId") && !others.containsKey(field)) {
            value = document.get("_id");
        }
        return value == null || value.isNull() ? null : value;
    }
}
