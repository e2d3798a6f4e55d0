package org.dungeontalk.load.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A recorded session: {@code {room, player, text}} objects, one per line, read into memory.
 *
 * @param rooms the lines of each room, in the file's order
 * @param malformed the number and the fault of each line that can't be used
 */
record Session(Map<String, List<Line>> rooms, List<String> malformed) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Number of lines that can be played. */
    int size() {
        return rooms.values().stream().mapToInt(List::size).sum();
    }

    /**
     * The player with the most lines, and their share of all lines. That player's rate limits the
     * replay.
     */
    Map.Entry<String, Double> busiest() {
        Map<String, Integer> lines = new HashMap<>();
        rooms.values()
                .forEach(room -> room.forEach(it -> lines.merge(it.player(), 1, Integer::sum)));
        Map.Entry<String, Integer> most =
                Collections.max(lines.entrySet(), Map.Entry.comparingByValue());
        return Map.entry(most.getKey(), (double) most.getValue() / size());
    }

    /**
     * Reads a file or a pipe, plain or gzip by its first bytes.
     *
     * @param roomPrefix prefix of every room's id
     * @param limit most lines to take; the rest is not read
     */
    static Session read(Path file, String roomPrefix, long limit) throws IOException {
        Map<String, List<Line>> rooms = new LinkedHashMap<>();
        List<String> malformed = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            long number = 0;
            long taken = 0;
            for (String text = reader.readLine();
                    text != null && taken < limit;
                    text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    try {
                        Line line = parse(text, roomPrefix);
                        rooms.computeIfAbsent(line.room(), room -> new ArrayList<>()).add(line);
                        taken++;
                    } catch (IllegalArgumentException e) {
                        malformed.add("line " + number + ": " + e.getMessage());
                    }
                }
            }
        }
        return new Session(rooms, malformed);
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream in =
                new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static Line parse(String text, String roomPrefix) {
        try {
            JsonNode node = JSON.readTree(text);
            return new Line(
                    roomPrefix + field(node, "room"), field(node, "player"), field(node, "text"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String field(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException("no text in \"" + name + "\"");
        }
        return value.textValue();
    }
}
