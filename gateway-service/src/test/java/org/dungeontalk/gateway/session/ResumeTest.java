package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.log.CatchUpReader;
import org.junit.jupiter.api.Test;

/**
 * SUBSCRIBE with {@code after}: everything missed, in order, then live; or a plain word that
 * something is missing.
 */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class ResumeTest {

    @TestHTTPResource("/")
    URI http;

    @Inject CatchUpReader catchUp;

    private final String room = "resume-" + UUID.randomUUID();

    @Test
    void whoComesBackGetsWhatItMissedFromMemoryWithoutAskingKafka() {
        try (RawClient host = host();
                RawClient first = player("mira", "")) {
            talk(host, 0, 5);
            String cursor = cursorOf(first, 4);
            first.drop();
            talk(host, 5, 25);
            long reads = catchUp.reads();
            try (RawClient again = player("mira", "\nafter:" + cursor)) {
                talk(host, 25, 30);
                assertSees(again, 5, 30);
                assertTrue(again.await(f -> f.startsWith("RECEIPT")).contains("\nresumed:true\n"));
                assertEquals(reads, catchUp.reads());
            }
        }
    }

    @Test
    void whoWasAwayForLongerThanMemoryReachesGetsItFromTheLogWhileOthersTalk() {
        try (RawClient host = host();
                RawClient first = player("mira", "")) {
            talk(host, 0, 1);
            String cursor = cursorOf(first, 0);
            first.drop();
            talk(host, 1, 1_200);
            long reads = catchUp.reads();
            List<RawClient> back = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                back.add(player("player" + i, "\nafter:" + cursor));
            }
            talk(host, 1_200, 1_250);
            for (RawClient client : back) {
                assertSees(client, 1, 1_250);
                client.close();
            }
            long blocks = catchUp.reads() - reads;
            assertTrue(blocks >= 1 && blocks <= 4, "five players shared " + blocks + " reads");
        }
    }

    @Test
    void whoComesBackToTheVeryBeginningOfTheLogMissesNothing() {
        try (RawClient host = host();
                RawClient first = player("mira", "")) {
            talk(host, 0, 1);
            String cursor = cursorOf(first, 0);
            first.drop();
            for (int i = 1; i < 4; i++) {
                host.publish("/pub/chat/send", "id" + i, withId(i));
                host.awaitReceipt("id" + i);
            }
            talk(host, 4, 600);
            String[] place = cursor.split("-");
            Topics.beginAt(
                    "game-messages", Integer.parseInt(place[1]), Long.parseLong(place[2]) + 1);
            try (RawClient again = player("mira", "\nafter:" + cursor)) {
                assertSees(again, 1, 600);
            }
        }
    }

    private String withId(int n) {
        return "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"n%d\"}"
                .formatted(UuidCreator.getTimeOrderedEpoch(), room, n);
    }

    @Test
    void aWhisperIsNotForWhoResumesUnlessItConcernsHim() {
        try (RawClient host = host();
                RawClient first = player("mira", "")) {
            talk(host, 0, 1);
            String cursor = cursorOf(first, 0);
            host.publish(
                    "/pub/chat/send",
                    "w",
                    "{\"roomId\":\""
                            + room
                            + "\",\"receiverId\":\"tomas\",\"type\":\"TALK\",\"content\":\"n1"
                            + " whispered\"}");
            host.awaitReceipt("w");
            talk(host, 2, 3);
            try (RawClient mira = player("mira", "\nafter:" + cursor);
                    RawClient tomas = player("tomas", "\nafter:" + cursor)) {
                mira.await(f -> f.contains("\"n2\""));
                tomas.await(f -> f.contains("\"n2\""));
                assertEquals(1, mira.messages().size());
                assertEquals(2, tomas.messages().size());
            }
        }
    }

    @Test
    void aCursorThatFitsNothingIsAnsweredWithTheReasonAndThenLive() {
        try (RawClient host = host();
                RawClient first = player("mira", "")) {
            talk(host, 0, 1);
            String cursor = cursorOf(first, 0);
            String epoch = cursor.substring(0, 8);
            String partition = cursor.split("-")[1];
            assertLost("nonsense", "invalid");
            assertLost("00000000-" + partition + "-0", "epoch");
            assertLost(epoch + "-" + (Integer.parseInt(partition) + 1) % 30 + "-0", "invalid");
            assertLost(epoch + "-" + partition + "-99999999", "invalid");
        }
    }

    private void assertLost(String cursor, String reason) {
        try (RawClient host = host();
                RawClient mira = player("mira", "\nafter:" + cursor)) {
            mira.await(f -> f.startsWith("MESSAGE") && f.contains("\nresumed:"));
            String first = mira.messages().get(0);
            assertTrue(first.contains("\nresumed:false\n"), first);
            assertTrue(first.contains("\nreason:" + reason + "\n"), first);
            assertTrue(mira.await(f -> f.startsWith("RECEIPT")).contains("\nresumed:false\n"));
            talk(host, 7, 8);
            mira.await(f -> f.contains("\"n7\""));
            assertFalse(mira.isClosed());
        }
    }

    private RawClient host() {
        return RawClient.connected(http.getPort(), Tokens.withRoles("host", "service"));
    }

    private RawClient player(String id, String extraHeader) {
        RawClient client = RawClient.connected(http.getPort(), Tokens.of(id));
        client.send(
                "SUBSCRIBE\nid:s\nreceipt:sub"
                        + extraHeader
                        + "\ndestination:/sub/chat/room/"
                        + room
                        + "\n\n\0");
        client.await(f -> f.contains("receipt-id:sub\n"));
        return client;
    }

    private void talk(RawClient host, int from, int to) {
        for (int i = from; i < to; i++) {
            host.talk(room, "r" + room + i, "n" + i);
            if (i % 25 == 24) {
                host.awaitReceipt("r" + room + i);
            }
        }
        host.awaitReceipt("r" + room + (to - 1));
    }

    private static String cursorOf(RawClient client, int n) {
        String frame = client.await(f -> f.contains("\"n" + n + "\""));
        return frame.lines()
                .filter(l -> l.startsWith("message-id:"))
                .findFirst()
                .orElseThrow()
                .substring("message-id:".length());
    }

    private static void assertSees(RawClient client, int from, int to) {
        List<String> expected = new ArrayList<>();
        for (int i = from; i < to; i++) {
            expected.add("n" + i);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> client.messages().size() >= expected.size());
        assertEquals(
                expected,
                client.messages().stream()
                        .map(m -> m.replaceAll("(?s).*\"content\":\"(n\\d+)\".*", "$1"))
                        .toList());
    }
}
