package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.log.LogReader;
import org.junit.jupiter.api.Test;

/** What a mirror writes into the log from another region: once, live and after a reconnect. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class MirroredTest {
    private static final int BURST = 100;
    private static final int BURSTS = 8;
    private static final Map<String, String> HEADERS = Map.of("kind", "chat", "from", "noor");

    @TestHTTPResource("/")
    URI http;

    @Inject LogReader reader;

    private final String room = "mirrored-" + UUID.randomUUID();

    @Test
    void whatTheMirrorTookBackReachesNobody() {
        try (RawClient tomas = player("tomas", "");
                RawClient mira = player("mira", "")) {
            mirror(0, 2, false);
            mirror(0, 2, true);
            mira.talk(room, "a", "n2");
            mira.awaitReceipt("a");
            assertSees(tomas, 0, 3);
        }
    }

    @Test
    void whoComesBackGetsItOnceAndInOrderFromMemoryAndFromTheLog() {
        try (RawClient first = player("mira", "")) {
            mirror(0, BURST, true);
            String early = cursorOf(first, 0);
            first.drop();
            for (int i = 1; i < BURSTS; i++) {
                mirror(i * BURST, (i + 1) * BURST, false);
                mirror(i * BURST, (i + 1) * BURST, true);
            }
            int all = BURSTS * BURST;
            try (RawClient fromTheLog = player("mira", "\nafter:" + early)) {
                assertSees(fromTheLog, 1, all);
                String late = cursorOf(fromTheLog, all - 10);
                try (RawClient fromMemory = player("tomas", "\nafter:" + late)) {
                    assertSees(fromMemory, all - 9, all);
                }
            }
        }
    }

    /** A service knows the place of its message before anybody may read it. */
    @Test
    void aCursorInTheMiddleOfATransactionIsGoodAndNothingAfterItIsMissed() {
        try (RawClient mira = player("mira", "");
                Topics.Transaction mirror = Topics.together("game-messages", room)) {
            mirror.write(body(0), HEADERS);
            long at = Topics.write("game-messages", room, body(1), HEADERS);
            mira.talk(room, "a", "n2");
            mira.awaitReceipt("a");
            String cursor = reader.topic().orElseThrow().epoch() + "-" + partition() + "-" + at;
            try (RawClient tomas = player("tomas", "\nafter:" + cursor)) {
                assertTrue(tomas.await(f -> f.startsWith("RECEIPT")).contains("\nresumed:true\n"));
                assertEquals(List.of(), mira.messages());
                mirror.end();
                assertSees(tomas, 2, 3);
                assertSees(mira, 0, 3);
            }
        }
    }

    private int partition() {
        return reader.topic().orElseThrow().partitionOf(room);
    }

    private String body(int n) {
        return "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"content\":\"n%d\",\"padding\":\"%s\"}"
                .formatted(UuidCreator.getTimeOrderedEpoch(), room, n, "-".repeat(100));
    }

    private void mirror(int from, int to, boolean ended) {
        try (Topics.Transaction mirror = Topics.together("game-messages", room)) {
            for (int n = from; n < to; n++) {
                mirror.write(body(n), HEADERS);
            }
            if (ended) {
                mirror.end();
            }
        }
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

    private static String cursorOf(RawClient client, int n) {
        return client.await(f -> f.contains("\"n" + n + "\""))
                .lines()
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
