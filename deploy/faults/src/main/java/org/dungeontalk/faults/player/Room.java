package org.dungeontalk.faults.player;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A room.
 *
 * @param id its id; no other room of the run has it
 * @param ai whether it is an AI game room, which has no whispers
 */
public record Room(String id, boolean ai) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where its messages come from. */
    String subscription() {
        return (ai ? "/sub/aichat/room/" : "/sub/chat/room/") + id;
    }

    /** Where its messages are sent to. */
    String destination() {
        return ai ? "/pub/aichat/send" : "/pub/chat/send";
    }

    /** The body of a SEND. */
    String body(Draft draft) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messageId", draft.id());
        fields.put(ai ? "aiGameRoomId" : "roomId", id);
        fields.put("content", draft.text());
        if (ai) {
            fields.put("turnNumber", 1);
        } else {
            fields.put("type", "TALK");
        }
        draft.receiver().ifPresent(player -> fields.put("receiverId", player));
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
