package org.dungeontalk.persistence.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.persistence.erasure.ErasureMode;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.replay.ReplayFrom;

/** Bodies and paths of operators' requests, judged. Everything throws {@link Problem} 400. */
final class AdminRequests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_PLAYER_ID = 80;
    private static final int LONGEST_BODY = 10_000;

    private AdminRequests() {}

    /** Whose messages, and what becomes of them. */
    record ErasureRequest(String playerId, ErasureMode mode) {}

    /**
     * @param body a JSON object; null if there was none
     */
    static JsonNode object(String body) {
        if (body != null && body.length() > LONGEST_BODY) {
            throw Problem.badRequest("The body has more than 10,000 characters.");
        }
        try {
            JsonNode node = body == null ? null : JSON.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException notJson) {
            throw Problem.badRequest("The body is no JSON.");
        }
        throw Problem.badRequest("The body is no JSON object.");
    }

    /** {@code {"from": "<instant>"}} or {@code {"from": {"<partition>": <offset>, …}}}. */
    static ReplayFrom replayFrom(JsonNode body) {
        JsonNode from = body.path("from");
        if (from.isTextual()) {
            try {
                return new ReplayFrom.Time(Instant.parse(from.asText()));
            } catch (DateTimeException notAnInstant) {
                throw Problem.badRequest("from is no instant, such as 2026-11-22T10:00:00Z.");
            }
        }
        if (from.isObject() && !from.isEmpty()) {
            return new ReplayFrom.Offsets(offsets(from));
        }
        throw Problem.badRequest("from is an instant, or an object of partitions and offsets.");
    }

    private static Map<Integer, Long> offsets(JsonNode from) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (Map.Entry<String, JsonNode> it : from.properties()) {
            boolean partition = it.getKey().matches("[0-9]{1,9}");
            JsonNode offset = it.getValue();
            if (!partition || !offset.canConvertToLong() || offset.asLong(-1) < 0) {
                throw Problem.badRequest("from has a partition or an offset that is no number.");
            }
            offsets.put(Integer.valueOf(it.getKey()), offset.asLong());
        }
        return offsets;
    }

    /** {@code {"playerId": "<id>", "mode": "ERASE" | "PSEUDONYMISE"}}. */
    static ErasureRequest erasure(JsonNode body) {
        String player = body.path("playerId").asText("");
        if (player.isEmpty()
                || player.codePointCount(0, player.length()) > LONGEST_PLAYER_ID
                || player.indexOf('\0') >= 0
                || !UTF_8.newEncoder().canEncode(player)) {
            throw Problem.badRequest(
                    "playerId has 1 to 80 characters, no NUL and no half of a surrogate pair.");
        }
        for (ErasureMode mode : ErasureMode.values()) {
            if (mode.name().equals(body.path("mode").asText())) {
                return new ErasureRequest(player, mode);
            }
        }
        throw Problem.badRequest("mode is ERASE or PSEUDONYMISE.");
    }

    static UUID replayId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw Problem.badRequest("The id of a replay is a UUID.");
        }
    }
}
