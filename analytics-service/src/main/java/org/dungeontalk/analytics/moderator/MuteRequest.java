package org.dungeontalk.analytics.moderator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.Set;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A moderator's request.
 *
 * @param minutes the duration, up to a year; null: until it is lifted
 * @param reason shown to the player, at most 200 characters; null: none
 */
@FrameworkFree
public record MuteRequest(Integer minutes, String reason) {

    /** The longest mute: a year, in minutes. */
    static final int MOST_MINUTES = 366 * 24 * 60;

    private static final Set<String> FIELDS = Set.of("minutes", "reason");
    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);

    /**
     * Reads a body. Every field must be known and have its type: an ignored field could mean a mute
     * without an end.
     *
     * @param body a JSON object in UTF-8, whatever its content type says (RFC 8259); null or empty:
     *     there was none
     * @throws IllegalArgumentException with a sentence for the caller
     */
    static MuteRequest of(byte[] body) {
        return of(body == null ? null : text(body));
    }

    /** Reads a text in the same way. */
    static MuteRequest of(String body) {
        JsonNode node = read(body);
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException(
                    "The body must be a JSON object, such as {\"minutes\":10,\"reason\":\"spam\"}."
                            + " {} mutes until the mute is lifted.");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                throw new IllegalArgumentException(
                        "The body must have only the fields minutes and reason.");
            }
        }
        return new MuteRequest(minutes(node), reason(node));
    }

    private static Integer minutes(JsonNode body) {
        if (!body.hasNonNull("minutes")) {
            return null;
        }
        JsonNode minutes = body.get("minutes");
        if (!minutes.isIntegralNumber()
                || !minutes.canConvertToInt()
                || minutes.asInt() < 1
                || minutes.asInt() > MOST_MINUTES) {
            throw new IllegalArgumentException(
                    "minutes must be a whole number from 1 to " + MOST_MINUTES + ".");
        }
        return minutes.asInt();
    }

    private static String reason(JsonNode body) {
        if (!body.hasNonNull("reason")) {
            return null;
        }
        if (!body.get("reason").isTextual()) {
            throw new IllegalArgumentException("reason must be a string.");
        }
        return body.get("reason").textValue();
    }

    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException("The body is not UTF-8.");
        }
    }

    private static JsonNode read(String body) {
        try {
            return body == null ? null : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("The body is not JSON, or has a field twice.");
        }
    }
}
