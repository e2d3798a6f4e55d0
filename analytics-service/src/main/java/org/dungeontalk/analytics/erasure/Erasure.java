package org.dungeontalk.analytics.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A player whose id is not kept: schemas/erasure.json.
 *
 * @param pseudonym stands for the id
 * @param through the newest event time that it covers
 */
@FrameworkFree
public record Erasure(String playerId, String pseudonym, Instant through) {

    private static final ObjectReader JSON = JsonMapper.builder().build().reader();
    private static final int LONGEST_ID = 80;

    /** Reads a record of topic {@code erasures}; empty if it can't be used. */
    static Optional<Erasure> of(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        String playerId = new String(key, StandardCharsets.UTF_8);
        try {
            JsonNode json = JSON.readTree(value);
            String pseudonym = json.path("pseudonym").asText();
            Instant through = Instant.parse(json.path("through").asText());
            boolean good =
                    isId(playerId)
                            && isId(pseudonym)
                            && playerId.equals(json.path("playerId").textValue());
            return good ? Optional.of(new Erasure(playerId, pseudonym, through)) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isId(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST_ID
                && text.indexOf('\0') < 0;
    }
}
