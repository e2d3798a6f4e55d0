package org.dungeontalk.persistence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Bodies as a gateway writes them. */
public final class Bodies {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    /** A chat message that says {@code content}; its fields may be changed. */
    public static ObjectNode chat(String room, String content) {
        return JSON.createObjectNode()
                .put("messageId", UUID.randomUUID().toString())
                .put("roomId", room)
                .put("senderId", "p-1")
                .put("senderNickname", "Mira")
                .put("content", content)
                .put("type", "TALK")
                .put("createdAt", "2026-11-22T18:04:05.123Z");
    }

    public static ObjectNode whisper(String room, String from, String to, String content) {
        return chat(room, content).put("senderId", from).put("receiverId", to);
    }

    /** A room that no other test knows. */
    public static String room() {
        return "room-" + UUID.randomUUID();
    }
}
