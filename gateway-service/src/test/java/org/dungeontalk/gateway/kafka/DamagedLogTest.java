package org.dungeontalk.gateway.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.DamagedLog;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One byte of the log has gone bad: nothing ends, and whoever may miss something is told. */
@QuarkusTest
@TestProfile(DamagedLogTest.LongRetryWindow.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DamagedLogTest {

    /** A partition is read from so far back that the bad place is met. */
    public static class LongRetryWindow implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.log.retry-window", "1h");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(DamagedLog.class));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Inject UnreadableRecords unreadable;

    @Test
    @Order(1)
    void everyReaderPassesTheBadPlaceAndWhoComesFromBeforeItIsTold() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> RestAssured.get(ready).statusCode() == 200);
        try (RawClient muted = client("mute-after")) {
            muted.talk(DamagedLog.ROOM, "m", "may I");
            assertTrue(muted.awaitRefusal("m").contains("\"MUTED\""));
        }
        try (RawClient mira = client("mira")) {
            mira.subscribe("s", "/sub/chat/room/" + DamagedLog.ROOM);
            mira.talk(DamagedLog.ROOM, "n4", "n4");
            String cursor = cursorOf(mira.await(f -> f.contains("\"n4\"")));
            String first = cursor.substring(0, cursor.lastIndexOf('-')) + "-0";
            isToldThatSomethingIsMissing(first);
            goesOn(cursor.substring(0, cursor.lastIndexOf('-')) + "-2");
        }
        assertEquals(4, unreadable.offsets());
    }

    /** The transaction keeps the record from the reader until it has gone bad. */
    @Test
    @Order(2)
    void whoListensWhenAPlaceGoesBadIsSentToResumeAndTheOtherPartitionsStay() {
        String room = "goes-bad-live";
        String elsewhere = ofAnotherPartition(room);
        try (RawClient mira = client("mira");
                RawClient tomas = client("tomas");
                Topics.Transaction foreign = Topics.together("game-messages", room)) {
            mira.subscribe("s", "/sub/chat/room/" + room);
            mira.talk(room, "before", "before");
            mira.await(f -> f.contains("\"before\""));
            tomas.subscribe("s", "/sub/chat/room/" + elsewhere);
            foreign.write(DamagedLog.MARK, Map.of("kind", "chat", "from", "x"));
            DamagedLog.damage(
                    Path.of(ConfigProvider.getConfig().getValue("test.kafka.data", String.class)));
            foreign.end();
            assertEquals(CloseCode.LOG_GAP.code(), mira.awaitClose());
            tomas.talk(elsewhere, "after", "after");
            tomas.await(f -> f.contains("\"after\""));
            assertFalse(tomas.isClosed());
        }
        try (RawClient back = client("mira")) {
            back.subscribe("s", "/sub/chat/room/" + room);
            back.talk(room, "again", "again");
            back.await(f -> f.contains("\"again\""));
        }
    }

    private static String ofAnotherPartition(String room) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "elsewhere-" + i)
                .filter(r -> Topic.partition(r, 30) != Topic.partition(room, 30))
                .findFirst()
                .orElseThrow();
    }

    private void isToldThatSomethingIsMissing(String cursor) {
        try (RawClient tomas = resuming(cursor)) {
            String answer = tomas.awaitReceipt("sub");
            assertTrue(answer.contains("\nreason:expired\n"), answer);
            tomas.talk(DamagedLog.ROOM, "n5", "n5");
            tomas.await(f -> f.contains("\"n5\""));
        }
    }

    private void goesOn(String cursor) {
        try (RawClient nari = resuming(cursor)) {
            String answer = nari.awaitReceipt("sub");
            assertTrue(answer.contains("\nresumed:true\n"), answer);
            nari.await(f -> f.contains("\"n3\""));
            nari.await(f -> f.contains("\"n5\""));
        }
    }

    private RawClient resuming(String cursor) {
        RawClient client = client("resuming");
        client.send(
                "SUBSCRIBE\nid:s\nreceipt:sub\nafter:%s\ndestination:/sub/chat/room/%s\n\n\0"
                        .formatted(cursor, DamagedLog.ROOM));
        return client;
    }

    private RawClient client(String id) {
        return RawClient.connected(http.getPort(), Tokens.of(id));
    }

    private static String cursorOf(String frame) {
        return frame.lines()
                .filter(l -> l.startsWith("message-id:"))
                .findFirst()
                .orElseThrow()
                .substring("message-id:".length());
    }
}
