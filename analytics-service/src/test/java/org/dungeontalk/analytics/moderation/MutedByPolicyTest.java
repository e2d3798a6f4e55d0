package org.dungeontalk.analytics.moderation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.moderation.MutedByPolicyTest.MutingPolicy;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
@TestProfile(MutingPolicy.class)
class MutedByPolicyTest extends ServiceTest {

    /** Floods and raids mute, repeats warn. */
    public static class MutingPolicy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dungeontalk.policy.actions.flood", "mute",
                    "dungeontalk.policy.actions.raid", "mute",
                    "dungeontalk.policy.actions.repeat", "warn",
                    "dungeontalk.policy.mute-for", "7M");
        }
    }

    @Inject ObjectMapper json;
    @Inject Pool pool;

    @Test
    void whoFloodsIsMutedForSomeMinutesAndTheAuditSaysWhy() {
        String player = "flooder-" + UUID.randomUUID();
        flood(player, Instant.now());
        JsonNode mute = awaitTold("moderation", "playerId", player);
        assertEquals(List.of(), Contract.violations("moderation", mute.toString()));
        assertTrue(mute.get("muted").booleanValue());
        JsonNode alert = awaitTold("game-alerts", "action", "mute", player);
        assertEquals(
                Instant.parse(alert.get("raisedAt").textValue()).plus(Duration.ofMinutes(7)),
                Instant.parse(mute.get("until").textValue()));
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM analytics.moderation_audit WHERE player_id = ? AND"
                                + " decided_by = 'policy' AND reason = 'flood' AND muted",
                        player));
    }

    @Test
    void onlyPlayersAreMutedAndOnlyByWhatThePolicyNames() {
        String text = "Everybody into the cellar " + UUID.randomUUID();
        String parrot = "parrot-" + UUID.randomUUID();
        String room = newRoom();
        Instant now = Instant.now();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            written.add(writer.say(newRoom(), "raider-" + i + parrot, text, now));
            written.add(writer.say(room, parrot, "I sell my sword", now.minusSeconds(20 - 3 * i)));
        }
        writer.await(written);
        assertEquals(
                "warn", awaitTold("game-alerts", "kind", "repeat", parrot).get("action").asText());
        await().atMost(LIMIT)
                .until(
                        () ->
                                database.number(
                                                "SELECT count(*) FROM analytics.alert a JOIN"
                                                    + " analytics.alert_notice n ON n.alert_id ="
                                                    + " a.id WHERE a.kind = 'raid' AND n.action ="
                                                    + " 'warn' AND a.players = 6 AND n.state ="
                                                    + " 'open'")
                                        == 1);
        assertEquals(0, rulings("%" + parrot));
    }

    @Test
    void aFloodOfTheDayBeforeMutesNobody() {
        String player = "flooder-" + UUID.randomUUID();
        flood(player, Instant.now().minus(Duration.ofDays(1)));
        awaitTold("game-alerts", "kind", "flood", player);
        assertEquals(0, rulings(player));
    }

    @Test
    void aFloodSeenTooLateIsMutedIfItGoesOnAndTheAlertSaysSoOnlyThen() {
        String player = "flooder-" + UUID.randomUUID();
        String room = newRoom();
        Instant now = Instant.now();
        for (int seconds = 420; seconds > 360; seconds -= 20) {
            flood(room, player, now.minusSeconds(seconds));
        }
        assertEquals(
                "none", awaitTold("game-alerts", "kind", "flood", player).get("action").asText());
        assertEquals(0, rulings(player));
        for (int seconds = 360; seconds >= 0; seconds -= 20) {
            flood(room, player, now.minusSeconds(seconds));
        }
        JsonNode mute = awaitTold("moderation", "playerId", player);
        assertTrue(Instant.parse(mute.get("until").textValue()).isAfter(now), mute.toString());
        awaitTold("game-alerts", "action", "mute", player);
        assertEquals(1, rulings(player));
    }

    @Test
    void aRulingDatedBeforeAModeratorsLiftChangesNothing() {
        String player = "flooder-" + UUID.randomUUID();
        database.execute(
                "INSERT INTO analytics.moderation VALUES ('"
                        + player
                        + "', false, NULL, '', 'mira', now(), 1, 1)");
        flood(player, Instant.now().minusSeconds(60));
        assertEquals(
                "none", awaitTold("game-alerts", "kind", "flood", player).get("action").asText());
        assertEquals(0, rulings(player));
        flood(player, Instant.now());
        awaitTold("moderation", "playerId", player);
    }

    @Test
    void aModeratorsRulingIsTheNewestWhateverTheClocksSay() {
        String player = "p-" + UUID.randomUUID();
        database.execute(
                "INSERT INTO analytics.moderation VALUES ('"
                        + player
                        + "', true, now() + interval '2 hours', 'flood', 'policy', now() + interval"
                        + " '1 hour', 1, 1)");
        MuteDecision lift =
                new MuteDecision(
                        player,
                        false,
                        Optional.empty(),
                        "",
                        "mira",
                        Instant.now(),
                        Optional.empty());
        pool.withTransaction(with -> MuteDecisionRows.decide(with, lift)).await().atMost(LIMIT);
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM analytics.moderation m JOIN"
                            + " analytics.moderation_audit a USING (player_id, decided_at) WHERE"
                            + " player_id = ? AND NOT m.muted AND decided_at > now() + interval '59"
                            + " minutes'",
                        player));
    }

    @Test
    void aMuteOfAModeratorsIsNotShortened() {
        String player = "flooder-" + UUID.randomUUID();
        database.execute(
                "INSERT INTO analytics.moderation VALUES ('"
                        + player
                        + "', true, now() + interval '3 days', 'rude', 'mira', now() - interval '1"
                        + " hour', 1, 1)");
        flood(player, Instant.now());
        awaitTold("game-alerts", "kind", "flood", player);
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM analytics.moderation WHERE player_id = ? AND"
                            + " decided_by = 'mira' AND muted_until > now() + interval '2 days'",
                        player));
        assertEquals(0, rulings(player));
    }

    private void flood(String player, Instant last) {
        flood(newRoom(), player, last);
    }

    private void flood(String room, String player, Instant last) {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            written.add(writer.say(room, player, "word " + i, last.minusMillis(1_200 - i * 100)));
        }
        writer.await(written);
    }

    private long rulings(String player) {
        return database.number(
                "SELECT count(*) FROM analytics.moderation_audit WHERE player_id LIKE ?", player);
    }

    /** The first record of a topic about this player, once it is there. */
    private JsonNode awaitTold(String topic, String field, String value, String player) {
        return await().atMost(LIMIT)
                .until(
                        () ->
                                log.topic(topic).stream()
                                        .filter(record -> record.value() != null)
                                        .map(record -> read(record.value()))
                                        .filter(told -> told.path(field).asText().equals(value))
                                        .filter(told -> told.toString().contains(player))
                                        .findFirst()
                                        .orElse(null),
                        told -> told != null);
    }

    private JsonNode awaitTold(String topic, String field, String value) {
        return awaitTold(topic, field, value, value);
    }

    private JsonNode read(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
