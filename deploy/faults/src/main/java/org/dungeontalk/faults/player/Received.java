package org.dungeontalk.faults.player;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.load.player.StompFrame;

/**
 * A message that came on a subscription.
 *
 * @param createdAt by the clock of the gateway that accepted it
 */
record Received(String messageId, String cursor, Instant createdAt) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The message of a frame; empty if it says who is in the room. */
    static Optional<Received> of(StompFrame frame) {
        try {
            JsonNode body = JSON.readTree(frame.body());
            return Optional.of(body)
                    .filter(message -> message.hasNonNull("messageId"))
                    .map(
                            message ->
                                    new Received(
                                            message.get("messageId").asText(),
                                            frame.header("message-id").orElseThrow(),
                                            Instant.parse(message.get("createdAt").asText())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of a MESSAGE is not JSON", e);
        }
    }
}
