package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

/**
 * The topic of the log is changed under a running gateway: partitions are added, or it is made
 * anew.
 */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(TopicRecreatedTest.OwnLog.class)
class TopicRecreatedTest {
    private static final String TOPIC = "game-messages";
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final int ROOMS = 24;

    /** An application and a Kafka of its own; its producer looks at the topic every half second. */
    public static class OwnLog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.outgoing.game-messages.metadata.max.age.ms", "500",
                    "dungeontalk.limits.enabled", "false");
        }
    }

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    private final String prefix = "anew-" + UUID.randomUUID() + "-";

    @Test
    void everyRoomKeepsItsPartitionWhenPartitionsAreAdded() {
        try (RawClient mira = client("mira")) {
            IntStream.range(0, ROOMS)
                    .forEach(i -> mira.subscribe("s" + i, "/sub/chat/room/" + prefix + i));
            Topics.addPartitions(TOPIC, 40);
            List<Integer> rounds = new ArrayList<>();
            Awaitility.await()
                    .atMost(A_MINUTE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> round(mira, rounds) == 5);
            mira.await(f -> f.contains("\"round4-" + (ROOMS - 1) + "\""));
            Awaitility.await()
                    .atMost(A_MINUTE)
                    .untilAsserted(() -> assertEquals(5 * ROOMS, mira.messages().size()));
        }
    }

    private int round(RawClient mira, List<Integer> rounds) {
        int round = rounds.size();
        for (int i = 0; i < ROOMS; i++) {
            mira.talk(prefix + i, "r" + round + "-" + i, "round" + round + "-" + i);
        }
        for (int i = 0; i < ROOMS; i++) {
            mira.awaitReceipt("r" + round + "-" + i);
        }
        rounds.add(round);
        return rounds.size();
    }

    @Test
    void aRecreatedTopicIsReadFromItsBeginningAndEverybodyIsTold() {
        String room = prefix + "hall";
        String quiet = prefix + "quiet";
        try (RawClient mira = client("mira");
                RawClient tomas = client("tomas");
                LogLines lines = LogLines.start()) {
            mira.subscribe("s", "/sub/chat/room/" + room);
            tomas.subscribe("s", "/sub/chat/room/" + quiet);
            IntStream.range(0, 20).forEach(i -> mira.talk(room, "old" + i, "old" + i));
            mira.awaitReceipt("old19");
            String cursor = cursorOf(mira.await(f -> f.contains("\"old19\"")));
            Topics.recreate(TOPIC, 30);
            List<String> confirmed = talkUntilClosed(mira, room);
            assertEquals(4006, mira.awaitClose());
            assertEquals(4006, tomas.awaitClose());
            assertReady();
            resumesWithEverythingOfTheNewLog(room, cursor, confirmed);
            assertTrue(lines.about("created again") <= 4, lines.toString());
            assertTrue(lines.size() < 30, lines.toString());
        }
    }

    @Test
    void mutesAreThoseOfTheTopicThatIsThereNow() {
        mute("old-sinner");
        Awaitility.await().atMost(A_MINUTE).until(() -> isMuted("old-sinner"));
        Topics.recreate("moderation", 1);
        mute("new-sinner");
        Awaitility.await().atMost(A_MINUTE).until(() -> isMuted("new-sinner"));
        Awaitility.await().atMost(A_MINUTE).until(() -> !isMuted("old-sinner"));
        assertReady();
    }

    private static void mute(String player) {
        String ruling = "{\"playerId\":\"%s\",\"muted\":true}".formatted(player);
        Topics.write("moderation", player, ruling);
    }

    private boolean isMuted(String player) {
        String receipt = UUID.randomUUID().toString();
        try (RawClient speaker = client(player)) {
            speaker.talk(prefix + "court", receipt, "may I?");
            String answer = speaker.await(f -> f.contains(receipt));
            return answer.contains("\"MUTED\"");
        }
    }

    @Test
    void whoIsThereIsWrittenToARecreatedPresenceTopic() {
        try (RawClient mira = client("mira-present")) {
            mira.subscribe("s", "/sub/chat/room/" + prefix + "seat");
            Awaitility.await().atMost(A_MINUTE).until(() -> Topics.keys("presence"), this::hasSeat);
            Topics.recreate("presence", 1);
            Awaitility.await().atMost(A_MINUTE).until(() -> Topics.keys("presence"), this::hasSeat);
        }
        assertReady();
    }

    private boolean hasSeat(List<String> keys) {
        return keys.stream().anyMatch(k -> k.contains(prefix + "seat"));
    }

    private List<String> talkUntilClosed(RawClient mira, String room) {
        List<String> texts = new ArrayList<>();
        Awaitility.await()
                .atMost(A_MINUTE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            if (mira.isClosed()) {
                                return true;
                            }
                            String text = "new" + texts.size();
                            texts.add(text);
                            try {
                                mira.talk(room, text, text);
                            } catch (RuntimeException closing) {
                                return mira.isClosed();
                            }
                            return false;
                        });
        return texts.stream()
                .filter(
                        t ->
                                mira.frames().stream()
                                        .anyMatch(
                                                f ->
                                                        f.startsWith("RECEIPT")
                                                                && f.contains(
                                                                        "receipt-id:" + t + "\n")))
                .toList();
    }

    private void resumesWithEverythingOfTheNewLog(
            String room, String cursor, List<String> confirmed) {
        String epoch = cursor.substring(0, 8);
        try (RawClient again = client("mira")) {
            again.send(
                    "SUBSCRIBE\nid:s\nreceipt:sub\nafter:%s\ndestination:/sub/chat/room/%s\n\n\0"
                            .formatted(cursor, room));
            String answer = again.awaitReceipt("sub");
            assertTrue(answer.contains("\nreason:epoch\n"), answer);
            again.talk(room, "last", "last");
            again.awaitReceipt("last");
            String last = cursorOf(again.await(f -> f.contains("\"content\":\"last\"")));
            assertTrue(!last.startsWith(epoch), last);
            for (String text : confirmed) {
                again.await(f -> f.contains("\"content\":\"" + text + "\""));
            }
            resumes(room, last);
        }
    }

    private void resumes(String room, String cursor) {
        try (RawClient third = client("third")) {
            third.send(
                    "SUBSCRIBE\nid:s\nreceipt:sub\nafter:%s\ndestination:/sub/chat/room/%s\n\n\0"
                            .formatted(cursor, room));
            String answer = third.awaitReceipt("sub");
            assertTrue(answer.contains("\nresumed:true\n"), answer);
        }
    }

    private void assertReady() {
        Awaitility.await().atMost(A_MINUTE).until(() -> RestAssured.get(ready).statusCode() == 200);
    }

    private RawClient client(String id) {
        return RawClient.connected(http.getPort(), Tokens.withRoles(id, "service"));
    }

    private static String cursorOf(String frame) {
        return frame.lines()
                .filter(l -> l.startsWith("message-id:"))
                .findFirst()
                .orElseThrow()
                .substring("message-id:".length());
    }
}
