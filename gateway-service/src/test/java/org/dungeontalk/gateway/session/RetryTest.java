package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.log.LogReader;
import org.junit.jupiter.api.Test;

/** A message sent again with its id, on whichever connection and gateway: one delivery. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class RetryTest {

    @TestHTTPResource("/")
    URI http;

    @Inject LogReader reader;

    private final String room = "retry-" + UUID.randomUUID();
    private final String id = UuidCreator.getTimeOrderedEpoch().toString();

    @Test
    void aRetryOverAnotherConnectionGetsAReceiptAndReachesNobodyAgain() {
        try (RawClient listener = listener("tomas");
                RawClient first = player("mira")) {
            send(first, "a", "once");
            first.awaitReceipt("a");
            first.drop();
            try (RawClient again = player("mira")) {
                send(again, "b", "once");
                again.awaitReceipt("b");
                again.talk(room, "c", "and on");
                again.awaitReceipt("c");
            }
            assertEquals(List.of("once", "and on"), seen(listener));
        }
    }

    @Test
    void aRetryOfWhatAnotherGatewayLoggedIsNotLoggedAgain() {
        long first = log("mira", id);
        try (RawClient mira = player("mira")) {
            send(mira, "again", "logged elsewhere");
            mira.awaitReceipt("again");
        }
        long next = log("tomas", UuidCreator.getTimeOrderedEpoch().toString());
        assertEquals(first + 1, next, "the log has nothing between the two");
    }

    @Test
    void whatTwoGatewaysLoggedAtTheSameTimeReachesEverybodyOnce() {
        try (RawClient listener = listener("tomas");
                RawClient mira = player("mira")) {
            long before = reader.repeated();
            log("mira", id);
            log("mira", id);
            mira.talk(room, "c", "and on");
            mira.awaitReceipt("c");
            assertEquals(List.of("logged elsewhere", "and on"), seen(listener));
            assertEquals(1, reader.repeated() - before);
        }
    }

    @Test
    void theIdOfSomebodyElsesMessageIsRefused() {
        try (RawClient listener = listener("tomas");
                RawClient mira = player("mira");
                RawClient thief = player("thief")) {
            send(mira, "a", "mine");
            mira.awaitReceipt("a");
            listener.await(f -> f.contains("\"mine\""));
            send(thief, "b", "stolen");
            assertTrue(thief.awaitRefusal("b").contains("INVALID_MESSAGE_ID"));
            mira.talk(room, "c", "and on");
            assertEquals(List.of("mine", "and on"), seen(listener));
        }
    }

    @Test
    void messagesOfOneConnectionKeepTheirOrderWhileTheFirstWaitsForItsPartition() {
        long before = log("tomas", UuidCreator.getTimeOrderedEpoch().toString());
        try (RawClient mira = player("mira")) {
            send(mira, "a", "first");
            mira.talk(room, "b", "second");
            mira.talk(room, "c", "and on");
            mira.awaitReceipt("c");
        }
        try (RawClient listener = player("tomas")) {
            String start = reader.topic().orElseThrow().epoch() + "-" + partition() + "-";
            listener.send(
                    "SUBSCRIBE\nid:s\nreceipt:sub\nafter:"
                            + start
                            + before
                            + "\ndestination:/sub/chat/room/"
                            + room
                            + "\n\n\0");
            assertEquals(List.of("first", "second", "and on"), seen(listener));
        }
    }

    private int partition() {
        return reader.topic().orElseThrow().partitionOf(room);
    }

    /** Logs it as another gateway would; returns where. */
    private long log(String from, String messageId) {
        return Topics.write(
                "game-messages",
                room,
                "{\"messageId\":\""
                        + messageId
                        + "\",\"roomId\":\""
                        + room
                        + "\",\"senderId\":\""
                        + from
                        + "\",\"type\":\"TALK\",\"content\":\"logged elsewhere\"}",
                Map.of("kind", "chat", "type", "TALK", "from", from, "id", messageId));
    }

    private RawClient player(String player) {
        return RawClient.connected(http.getPort(), Tokens.of(player));
    }

    private RawClient listener(String player) {
        return player(player).subscribe("s", "/sub/chat/room/" + room);
    }

    private void send(RawClient client, String receipt, String text) {
        client.publish(
                "/pub/chat/send",
                receipt,
                "{\"messageId\":\""
                        + id
                        + "\",\"roomId\":\""
                        + room
                        + "\",\"type\":\"TALK\",\"content\":\""
                        + text
                        + "\"}");
    }

    /** The texts in the order they came, up to the last one. */
    private static List<String> seen(RawClient listener) {
        listener.await(f -> f.contains("\"and on\""));
        return listener.messages().stream()
                .filter(m -> m.contains("\"content\":"))
                .map(m -> m.replaceAll("(?s).*\"content\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
