package org.dungeontalk.gateway.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dungeontalk.gateway.text.Characters;

/**
 * Decodes the records of docs/contract/schemas/moderation.json and revocation.json. Pure.
 *
 * <p>The key is the player. A value that names another player or violates the schema can't be used.
 * A record without a value deletes all rules of its topic for the player.
 */
final class ModerationRuleDecoder {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private static final int LONGEST_REASON = 500;

    private ModerationRuleDecoder() {}

    /** Decodes a record of the topic {@code moderation}; empty if it can't be used. */
    static Optional<ModerationRule> moderation(byte[] key, byte[] value) {
        if (value == null) {
            return player(key).map(id -> new ModerationRule.NotMuted(id, Instant.MAX));
        }
        return player(key).flatMap(id -> body(id, value).flatMap(json -> mute(id, json)));
    }

    /** Decodes a record of the topic {@code revocations}; empty if it can't be used. */
    static Optional<ModerationRule> revocation(byte[] key, byte[] value) {
        if (value == null) {
            return player(key).map(ModerationRule.NotRevoked::new);
        }
        return player(key)
                .flatMap(
                        id ->
                                body(id, value)
                                        .flatMap(json -> instant(json.get("notBefore")))
                                        .map(
                                                notBefore ->
                                                        new ModerationRule.Revoked(id, notBefore)));
    }

    private static Optional<ModerationRule> mute(String playerId, JsonNode json) {
        JsonNode muted = json.get("muted");
        if (muted == null || !muted.isBoolean()) {
            return Optional.empty();
        }
        Instant at = instant(json.get("at")).orElse(Instant.MAX);
        if (!muted.booleanValue()) {
            return Optional.of(new ModerationRule.NotMuted(playerId, at));
        }
        JsonNode until = json.get("until");
        if (until == null || until.isNull()) {
            return Optional.of(new ModerationRule.Muted(playerId, Instant.MAX, at, reason(json)));
        }
        return instant(until)
                .map(end -> end.truncatedTo(ChronoUnit.MILLIS))
                .map(end -> new ModerationRule.Muted(playerId, end, at, reason(json)));
    }

    /** An unusable reason does not invalidate the mute. */
    private static String reason(JsonNode json) {
        String reason = json.path("reason").textValue();
        boolean usable =
                reason != null
                        && Characters.isUnicode(reason)
                        && Characters.shows(reason)
                        && Characters.count(reason) <= LONGEST_REASON;
        return usable ? reason : null;
    }

    private static Optional<String> player(byte[] key) {
        return Optional.ofNullable(key)
                .map(k -> new String(k, UTF_8))
                .filter(id -> !id.isEmpty() && Characters.count(id) <= 80);
    }

    private static Optional<JsonNode> body(String playerId, byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            boolean theirs = playerId.equals(json.path("playerId").textValue());
            return theirs ? Optional.of(json) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return Optional.ofNullable(node)
                    .map(JsonNode::textValue)
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
