package org.dungeontalk.tools.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.dungeontalk.local.stack.StackFailed;

/** Reads a file of lines {@code {"id": …, "nickName": …}}. */
final class Nicknames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Nicknames() {}

    /**
     * The nicknames by id.
     *
     * @throws StackFailed if a line is something else
     */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> nicknames = new HashMap<>();
        try (Lines lines = new Lines(file)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                JsonNode player = object(line.bytes());
                if (!player.path("id").isTextual() || !player.path("nickName").isTextual()) {
                    throw new StackFailed(
                            "%s: line %d is not {\"id\": …, \"nickName\": …}."
                                    .formatted(file, line.number()));
                }
                nicknames.put(player.get("id").textValue(), player.get("nickName").textValue());
            }
        }
        return nicknames;
    }

    private static JsonNode object(byte[] line) throws IOException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }
}
