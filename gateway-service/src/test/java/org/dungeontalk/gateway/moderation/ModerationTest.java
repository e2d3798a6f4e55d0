package org.dungeontalk.gateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

/** Fault W11: a player is muted, or its tokens are revoked, while it is connected. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class ModerationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TestHTTPResource("/")
    URI http;

    @Inject Moderation moderation;

    private final String player = "p-" + UUID.randomUUID();
    private final String room = "r-" + UUID.randomUUID();

    @Test
    void aMutedPlayerIsRefusedAtOnceMayComeAndGoAndSpeaksAgainWhenItEnds() {
        Instant until = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of(player))) {
            mira.talk(room, "before", "hello");
            mira.awaitReceipt("before");
            mute("true", "\"" + until + "\"");
            untilMuted();
            mira.talk(room, "talk", "can you hear me?");
            String refusal = mira.awaitRefusal("talk");
            assertTrue(refusal.contains("\"MUTED\"") && refusal.contains("\"until\":\"" + until));
            mira.publish(
                    "/pub/chat/send", "whisper", body("TALK", "psst", ",\"receiverId\":\"t\""));
            assertTrue(mira.awaitRefusal("whisper").contains("\"MUTED\""));
            mira.publish("/pub/chat/send", "smuggled", body("JOIN", "words in a JOIN", ""));
            assertTrue(mira.awaitRefusal("smuggled").contains("\"MUTED\""));
            mira.publish("/pub/chat/send", "leave", body("LEAVE", "", ""));
            mira.awaitReceipt("leave");
            Instant soon = Instant.now().plusSeconds(2);
            mute("true", "\"" + soon + "\"");
            await().until(() -> !muted());
            assertTrue(Instant.now().isAfter(soon), "lifted too early");
            mira.talk(room, "after", "I am back");
            mira.awaitReceipt("after");
        }
    }

    @Test
    void aMuteIsLiftedByARecordAndByATombstone() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of(player))) {
            mute("true", "null");
            untilMuted();
            mira.talk(room, "first", "hello");
            assertFalse(mira.awaitRefusal("first").contains("\"until\""));
            mute("false", "null");
            await().until(() -> !muted());
            mira.talk(room, "second", "hello");
            mira.awaitReceipt("second");
            mute("true", "null");
            untilMuted();
            Topics.write("moderation", player, null);
            await().until(() -> !muted());
            mira.talk(room, "third", "hello");
            mira.awaitReceipt("third");
        }
    }

    @Test
    void aPlayerIsToldWhenAndWhyItIsMutedAndWhenThatEnds() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of(player));
                RawClient tomas = RawClient.connected(http.getPort(), Tokens.of("tomas"))) {
            tomas.subscribe("mod", "/user/queue/moderation");
            mira.subscribe("mod", "/user/queue/moderation");
            assertTold(mira, "{\"muted\":false}");
            mute("true", "null,\"reason\":\"flooding\"");
            assertTold(mira, "{\"muted\":true,\"reason\":\"flooding\"}");
            mira.talk(room, "talk", "can you hear me?");
            assertTrue(mira.awaitRefusal("talk").contains("\"reason\":\"flooding\""));
            try (RawClient again = RawClient.connected(http.getPort(), Tokens.of(player))) {
                again.subscribe("mod", "/user/queue/moderation");
                assertTold(again, "{\"muted\":true,\"reason\":\"flooding\"}");
            }
            Instant soon = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
            mute("true", "\"" + soon + "\"");
            assertTold(mira, "{\"muted\":true,\"until\":\"" + soon + "\"}");
            await().until(() -> told(mira).size() == 4);
            assertFalse(Instant.now().isBefore(soon), "told too early");
            assertEquals("{\"muted\":false}", told(mira).get(3));
            mute("true", "null");
            await().until(() -> told(mira).size() == 5);
            mute("false", "null");
            await().until(() -> told(mira).size() == 6);
            mira.send("UNSUBSCRIBE\nid:mod\nreceipt:u\n\n\0");
            mira.awaitReceipt("u");
            mute("true", "null");
            untilMuted();
            mira.subscribe("mod2", "/user/queue/moderation");
            await().until(() -> told(mira).size() == 7);
            assertEquals(List.of("{\"muted\":false}"), told(tomas));
        }
    }

    private static void assertTold(RawClient client, String body) {
        String frame = client.await(f -> f.startsWith("MESSAGE") && f.endsWith("\n\n" + body));
        assertTrue(frame.contains("\ndestination:/user/queue/moderation\n"), frame);
        assertTrue(frame.contains("\nmessage-id:moderation-"), frame);
    }

    private static List<String> told(RawClient client) {
        return client.frames().stream()
                .filter(f -> f.contains("\ndestination:/user/queue/moderation\n"))
                .map(f -> f.substring(f.indexOf("\n\n") + 2))
                .toList();
    }

    @Test
    void recordsThatCannotBeUsedAreCountedAndTheNextOnesHold() {
        long before = moderation.skipped();
        Topics.write("moderation", player, "{");
        Topics.write("moderation", player, "{\"playerId\":\"another\",\"muted\":true}");
        Topics.write("revocations", player, "");
        mute("true", "null");
        untilMuted();
        await().until(() -> moderation.skipped() == before + 3);
    }

    @Test
    void aRevokedTokenEndsItsSessionWithinFiveSecondsAndOpensNoOther() {
        String token = Tokens.of(player);
        Instant notBefore = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        try (RawClient mira = RawClient.connected(http.getPort(), token);
                RawClient tomas = RawClient.connected(http.getPort(), Tokens.of("tomas"))) {
            Topics.write(
                    "revocations",
                    player,
                    "{\"playerId\":\"" + player + "\",\"notBefore\":\"" + notBefore + "\"}");
            Instant latest = Instant.now().plusSeconds(5);
            assertTrue(mira.awaitSeenOpenLast().isBefore(latest), "closed too late");
            assertEquals(CloseCode.TOKEN_REVOKED.code(), mira.awaitClose());
            assertEquals(401, RawClient.statusOf(http.getPort(), "?token=" + token));
            await().until(() -> Instant.now().isAfter(notBefore));
            assertEquals(101, RawClient.statusOf(http.getPort(), "?token=" + Tokens.of(player)));
            assertFalse(tomas.isClosed());
        }
    }

    private String body(String type, String content, String more) {
        return "{\"roomId\":\""
                + room
                + "\",\"type\":\""
                + type
                + "\",\"content\":\""
                + content
                + "\""
                + more
                + "}";
    }

    private void mute(String muted, String until) {
        Topics.write(
                "moderation",
                player,
                "{\"playerId\":\""
                        + player
                        + "\",\"muted\":"
                        + muted
                        + ",\"until\":"
                        + until
                        + "}");
    }

    private boolean muted() {
        return moderation.mute(player).isPresent();
    }

    private void untilMuted() {
        await().until(this::muted);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(TIMEOUT);
    }
}
