package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.log.CatchUpReader;
import org.dungeontalk.gateway.log.LogReader;
import org.junit.jupiter.api.Test;

/** Who comes back from far away: bounded, in turn, and nothing twice. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(CatchUpTest.ShortCatchUpDistance.class)
class CatchUpTest {
    private static final int DISTANCE = 3_000;

    /** As many messages as two blocks of the log hold, and some. */
    private static final int OUT_OF_THE_NEXT_BLOCK = 2_050;

    /** More messages than a partition's tail in memory holds. */
    private static final int OUT_OF_MEMORY = 900;

    private static final Map<String, String> HEADERS =
            Map.of("kind", "chat", "type", "TALK", "from", "noor");

    /** Little memory, and catch-ups of 3,000 messages at most. */
    public static class ShortCatchUpDistance implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.log.catch-up-distance", Integer.toString(DISTANCE));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject CatchUpReader catchUp;

    @Inject LogReader reader;

    private final String room = "catch-up-" + UUID.randomUUID();

    @Test
    void aRetryFarBehindItsFirstIsReadOnceByWhoComesBack() {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        try (RawClient keeper = player("keeper", "")) {
            long start = write("start");
            Topics.write("game-messages", room, body(id, "once"), HEADERS);
            Topics.writeAll("game-messages", room, many(OUT_OF_THE_NEXT_BLOCK), HEADERS);
            Topics.write("game-messages", room, body(id, "once"), HEADERS);
            Topics.writeAll("game-messages", room, many(OUT_OF_MEMORY), HEADERS);
            write("end");
            keeper.await(f -> f.contains("\"end\""));
            try (RawClient fromBefore = player("mira", after(start));
                    RawClient fromBehind = player("tomas", after(start + 1))) {
                int others = OUT_OF_THE_NEXT_BLOCK + OUT_OF_MEMORY + 1;
                assertEquals(others + 1, seen(fromBefore).size());
                assertEquals(1, seen(fromBefore).stream().filter("once"::equals).count());
                assertEquals(others, seen(fromBehind).size());
                assertEquals(0, seen(fromBehind).stream().filter("once"::equals).count());
            }
        }
    }

    @Test
    void aCursorTooFarBackIsExpiredAndAnsweredAtOnce() {
        try (RawClient keeper = player("keeper", "")) {
            long start = write("start");
            Topics.writeAll("game-messages", room, many(DISTANCE + 100), HEADERS);
            write("end");
            keeper.await(f -> f.contains("\"end\""));
            long reads = catchUp.reads();
            try (RawClient mira = player("mira", after(start))) {
                String receipt = mira.await(f -> f.startsWith("RECEIPT"));
                assertTrue(receipt.contains("\nresumed:false\n"), receipt);
                assertTrue(receipt.contains("\nreason:expired\n"), receipt);
                assertEquals(reads, catchUp.reads());
            }
            try (RawClient tomas = player("tomas", after(start + 200))) {
                assertEquals(DISTANCE - 99, seen(tomas).size());
            }
        }
    }

    @Test
    void whoComesBackToAQuietRoomOfABusyPartitionMissesNothingAndNothingIsLookedThrough() {
        String busy = neighbour();
        try (RawClient keeper = player("keeper", "")) {
            long start = write("start");
            Topics.writeAll("game-messages", busy, many(DISTANCE + 500), HEADERS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> reader.tail(room).end() > start + DISTANCE + 500);
            long reads = catchUp.reads();
            try (RawClient mira = player("mira", after(start))) {
                assertTrue(mira.await(f -> f.startsWith("RECEIPT")).contains("\nresumed:true\n"));
                write("end");
                assertEquals(List.of("end"), seen(mira));
                assertEquals(reads, catchUp.reads());
            }
            assertEquals(List.of("start", "end"), seen(keeper));
        }
    }

    @Test
    void everySubscribeOfManyConnectionsIsAnswered() {
        List<Long> places = new ArrayList<>();
        try (RawClient keeper = player("keeper", "")) {
            String busy = neighbour();
            for (int i = 0; i < 6; i++) {
                places.add(write("start"));
                Topics.writeAll("game-messages", busy, many(450), HEADERS);
            }
            write("end");
            keeper.await(f -> f.contains("\"end\""));
            List<RawClient> clients =
                    IntStream.range(0, 5)
                            .mapToObj(n -> RawClient.connected(http.getPort(), Tokens.of("p" + n)))
                            .toList();
            for (RawClient client : clients) {
                for (int i = 0; i < 48; i++) {
                    subscribe(client, "s" + i, after(places.get(i % places.size())));
                }
            }
            for (RawClient client : clients) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> ends(client) == 48 || client.isClosed());
                assertFalse(client.isClosed());
                client.close();
            }
        }
    }

    /** More at once than a client's queue may hold: a piece is sent when the last was taken. */
    @Test
    void manyCatchUpsOfOneConnectionDoNotOverflowItsQueue() {
        try (RawClient keeper = player("keeper", "")) {
            long start = write("start");
            Topics.writeAll("game-messages", room, many(600), HEADERS);
            write("end");
            keeper.await(f -> f.contains("\"end\""));
            try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
                for (int i = 0; i < 30; i++) {
                    subscribe(mira, "s" + i, after(start));
                }
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> mira.isClosed() || ends(mira) == 30);
                assertFalse(mira.isClosed());
            }
        }
    }

    /** The name of a room in the same partition. */
    private String neighbour() {
        return Stream.generate(() -> "busy-" + UUID.randomUUID())
                .filter(name -> partition(name) == partition(room))
                .findFirst()
                .orElseThrow();
    }

    private static long ends(RawClient client) {
        return client.messages().stream().filter(m -> m.contains("\"end\"")).count();
    }

    private int partition(String name) {
        return reader.topic().orElseThrow().partitionOf(name);
    }

    private String after(long offset) {
        return "\nafter:"
                + reader.topic().orElseThrow().epoch()
                + "-"
                + partition(room)
                + "-"
                + offset;
    }

    private long write(String text) {
        return Topics.write(
                "game-messages",
                room,
                body(UuidCreator.getTimeOrderedEpoch().toString(), text),
                HEADERS);
    }

    private Iterable<String> many(int count) {
        return IntStream.range(0, count)
                        .mapToObj(n -> body(UuidCreator.getTimeOrderedEpoch().toString(), "n" + n))
                ::iterator;
    }

    private String body(String id, String text) {
        return "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}"
                .formatted(id, room, text);
    }

    private RawClient player(String id, String extraHeader) {
        RawClient client = RawClient.connected(http.getPort(), Tokens.of(id));
        subscribe(client, "s", extraHeader);
        client.await(f -> f.contains("receipt-id:s\n"));
        return client;
    }

    private void subscribe(RawClient client, String id, String extraHeader) {
        client.send(
                "SUBSCRIBE\nid:%s\nreceipt:%s%s\ndestination:/sub/chat/room/%s\n\n\0"
                        .formatted(id, id, extraHeader, room));
    }

    /** The texts in the order they came, up to the last one. */
    private static List<String> seen(RawClient client) {
        client.await(f -> f.contains("\"end\""));
        return client.messages().stream()
                .map(m -> m.replaceAll("(?s).*\"content\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
