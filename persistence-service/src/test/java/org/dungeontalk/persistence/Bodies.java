package org.dungeontalk.persistence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Bodies as a gateway writes them. */
public final class Bodies {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    /** A chat message that says {@code content}; its fields may be changed. */
    public static ObjectNode chat(String room, String content) {
        return JSON.createObjectNode()
                .put("messageId", UuidCreator.getTimeOrderedEpoch().toString())
                .put("roomId", room)
                .put("senderId", "p-1")
                .put("senderNickname", "Mira")
                .put("content", content)
                .put("type", "TALK")
                .put("createdAt", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    public static ObjectNode whisper(String room, String from, String to, String content) {
        return chat(room, content).put("senderId", from).put("receiverId", to);
    }

    /** A room that no other test knows. */
    public static String room() {
        return "room-" + UUID.randomUUID();
    }
}
