package org.dungeontalk.tools.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A valid message, with the names of the columns of {@code persistence.message}. Absent fields are
 * null.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportedMessage(
        String kind,
        @JsonProperty("message_id") UUID id,
        @JsonProperty("room_id") String room,
        @JsonProperty("sender_id") String sender,
        @JsonProperty("receiver_id") String receiver,
        @JsonProperty("sender_nickname") String nickname,
        String content,
        String type,
        @JsonProperty("created_at") @JsonSerialize(using = ToStringSerializer.class)
                Instant createdAt,
        @JsonProperty("game_id") String game,
        @JsonProperty("turn_number") Long turnNumber,
        @JsonProperty("message_order") Long messageOrder,
        @JsonProperty("ai_response_time") Long aiResponseTime,
        @JsonProperty("ai_sources") List<String> aiSources) {

    /** What makes a message one: another room may hold a copy of its id. */
    record Key(UUID id, String room) {}

    Key key() {
        return new Key(id, room);
    }
}
