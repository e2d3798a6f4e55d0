package org.dungeontalk.persistence.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.persistence.erasure.ErasureMode;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.replay.ReplayFrom;

/** Parses and validates operators' requests. Every method may throw {@link Problem} 400. */
final class AdminRequests {

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int LONGEST_PLAYER_ID = 80;
    private static final int LONGEST_BODY = 10_000;

    private AdminRequests() {}

    /** The player, and how the messages are changed. */
    record ErasureRequest(String playerId, ErasureMode mode) {}

    /** The text of a body. It is UTF-8 whatever its content type says (RFC 8259). */
    static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw Problem.badRequest("The body is not UTF-8.");
        }
    }

    /**
     * @param body a JSON object of these fields and no others; null if there was none
     */
    static JsonNode object(String body, Set<String> fields) {
        if (body != null && body.length() > LONGEST_BODY) {
            throw Problem.badRequest("The body has more than 10,000 characters.");
        }
        try {
            JsonNode node = body == null ? null : JSON.readTree(body);
            if (node != null && node.isObject()) {
                known(node, fields);
                return node;
            }
        } catch (JsonProcessingException notJson) {
            throw Problem.badRequest("The body is not JSON, or has a field twice.");
        }
        throw Problem.badRequest("The body is not a JSON object.");
    }

    private static void known(JsonNode body, Set<String> fields) {
        body.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!fields.contains(name)) {
                                throw Problem.badRequest(
                                        "The body has the fields " + fields + " and no others.");
                            }
                        });
    }

    /** {@code {"from": "<instant>"}} or {@code {"from": {"<partition>": <offset>, …}}}. */
    static ReplayFrom replayFrom(JsonNode body) {
        JsonNode from = body.path("from");
        if (from.isTextual()) {
            return new ReplayFrom.Time(instant(from.textValue()));
        }
        if (from.isObject() && !from.isEmpty()) {
            return new ReplayFrom.Offsets(offsets(from));
        }
        throw Problem.badRequest(
                "from must be an instant, or an object of partitions and offsets.");
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
                return instant;
            }
        } catch (DateTimeException notAnInstant) {
            throw Problem.badRequest("from must be an instant, such as 2026-11-22T10:00:00Z.");
        }
        throw Problem.badRequest("from must not be before 1970 or after 9999.");
    }

    private static Map<Integer, Long> offsets(JsonNode from) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (Map.Entry<String, JsonNode> it : from.properties()) {
            boolean partition = it.getKey().matches("0|[1-9][0-9]{0,8}");
            JsonNode offset = it.getValue();
            if (!partition
                    || !offset.isIntegralNumber()
                    || !offset.canConvertToLong()
                    || offset.asLong() < 0) {
                throw Problem.badRequest("from has a partition or an offset that is not a number.");
            }
            offsets.put(Integer.valueOf(it.getKey()), offset.asLong());
        }
        return offsets;
    }

    /** {@code {"playerId": "<id>", "mode": "ERASE" | "PSEUDONYMISE"}}. */
    static ErasureRequest erasure(JsonNode body) {
        String player = body.path("playerId").isTextual() ? body.path("playerId").textValue() : "";
        if (!isId(player)) {
            throw Problem.badRequest(
                    "playerId must have 1 to 80 characters, without NUL or half a surrogate pair.");
        }
        for (ErasureMode mode : ErasureMode.values()) {
            if (mode.name().equals(body.path("mode").textValue())) {
                return new ErasureRequest(player, mode);
            }
        }
        throw Problem.badRequest("mode must be ERASE or PSEUDONYMISE.");
    }

    /** A pseudonym in a path, as far as PostgreSQL can store it. */
    static String pseudonym(String text) {
        if (!isId(text)) {
            throw Problem.badRequest("A pseudonym must have 1 to 80 characters, without NUL.");
        }
        return text;
    }

    private static boolean isId(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST_PLAYER_ID
                && text.indexOf('\0') < 0
                && UTF_8.newEncoder().canEncode(text);
    }

    /** A replay id in a path. It needs all 36 characters; Java would pad shorter ones. */
    static UUID replayId(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException notAnId) {
            throw Problem.badRequest("The id of a replay must be a UUID.");
        }
        throw Problem.badRequest("The id of a replay must be a UUID.");
    }
}
