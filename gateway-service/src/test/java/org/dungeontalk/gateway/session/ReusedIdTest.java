package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.junit.jupiter.api.Test;

/** An id stands for one message of its room: whatever else comes under it is refused. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class ReusedIdTest {

    @TestHTTPResource("/")
    URI http;

    private final String room = "reused-" + UUID.randomUUID();
    private final String id = UuidCreator.getTimeOrderedEpoch().toString();

    @Test
    void otherTextUnderAKnownIdIsRefusedAndTheSameTextGetsItsReceipt() {
        try (RawClient listener = listener();
                RawClient mira = player("mira")) {
            chat(mira, "a", id, "first");
            mira.awaitReceipt("a");
            chat(mira, "b", id, "other");
            assertRefused(mira, "b", "MESSAGE_ID_REUSED");
            chat(mira, "c", id, "first");
            mira.awaitReceipt("c");
            assertEquals(List.of("first", "and on"), seen(listener, mira));
        }
    }

    @Test
    void twoAtOnceWithOneIdAreOneMessageAndARefusal() {
        try (RawClient listener = listener();
                RawClient mira = player("mira")) {
            mira.send(frame("a", id, "first") + frame("b", id, "other") + frame("c", id, "first"));
            mira.awaitReceipt("a");
            assertRefused(mira, "b", "MESSAGE_ID_REUSED");
            mira.awaitReceipt("c");
            assertEquals(List.of("first", "and on"), seen(listener, mira));
        }
    }

    /** What another gateway logged just before, and nobody here has read yet. */
    @Test
    void ofTwoThatTwoGatewaysLoggedTheSecondGetsNoReceipt() {
        try (RawClient listener = listener();
                RawClient mira = player("mira");
                Topics.Transaction elsewhere = Topics.together("game-messages", room)) {
            elsewhere.write(body(id, "first"), headers("mira"));
            chat(mira, "a", id, "other");
            chat(mira, "b", id, "first");
            mira.talk(room, "c", "and on");
            mira.awaitReceipt("c");
            elsewhere.end();
            assertRefused(mira, "a", "MESSAGE_ID_REUSED");
            mira.awaitReceipt("b");
            assertEquals(List.of("first", "and on"), seen(listener));
        }
    }

    @Test
    void theIdThatTheGatewayGaveAMessageIsTaken() {
        try (RawClient listener = listener();
                RawClient mira = player("mira");
                RawClient thief = player("thief")) {
            mira.talk(room, "a", "without an id");
            String frame = listener.await(f -> f.contains("without an id"));
            String made = frame.replaceAll("(?s).*\"messageId\":\"([^\"]*)\".*", "$1");
            chat(mira, "b", made, "other");
            assertRefused(mira, "b", "MESSAGE_ID_REUSED");
            chat(thief, "c", made, "stolen");
            assertRefused(thief, "c", "INVALID_MESSAGE_ID");
            assertEquals(List.of("without an id", "and on"), seen(listener, mira));
        }
    }

    /** The store knows a message by its id and its room's, whatever kind of room that is. */
    @Test
    void aTableAndAGameOfTheSameNameShareTheirIds() {
        try (RawClient mira = player("mira").subscribe("g", "/sub/aichat/room/" + room)) {
            chat(mira, "a", id, "at the table");
            mira.awaitReceipt("a");
            mira.publish("/pub/aichat/send", "b", game(id, "in the game"));
            assertRefused(mira, "b", "MESSAGE_ID_REUSED");
            mira.publish("/pub/aichat/send", "c", game(null, "and on"));
            mira.awaitReceipt("c");
            mira.await(f -> f.contains("\"and on\""));
            assertEquals(1, mira.messages().stream().filter(m -> m.contains(room)).count());
        }
    }

    @Test
    void anIdOlderThanTheRetryWindowIsRefusedOnEveryWay() {
        String old = of(-121);
        try (RawClient listener = listener();
                RawClient mira = player("mira")) {
            chat(mira, "a", old, "late");
            String refusal = assertRefused(mira, "a", "MESSAGE_ID_EXPIRED");
            assertTrue(refusal.contains("\"temporary\":false"), refusal);
            assertTrue(refusal.matches("(?s).*\"serverTime\":\"20[^\"]*Z\".*"), refusal);
            mira.publish("/pub/aichat/send", "b", game(old, "late"));
            assertRefused(mira, "b", "MESSAGE_ID_EXPIRED");
            mira.publish("/pub/aichat/join", "c", game(old, ""));
            assertRefused(mira, "c", "MESSAGE_ID_EXPIRED");
            assertEquals("MESSAGE_ID_EXPIRED", post(old, "late", 400));
            assertEquals(List.of("and on"), seen(listener, mira));
        }
    }

    @Test
    void anIdWithinTheWindowIsTakenEitherWayAndOneFurtherAheadIsNot() {
        try (RawClient listener = listener();
                RawClient mira = player("mira")) {
            chat(mira, "a", of(-100), "behind");
            chat(mira, "b", of(100), "ahead");
            mira.awaitReceipt("a");
            mira.awaitReceipt("b");
            chat(mira, "c", of(130), "far ahead");
            String refusal = assertRefused(mira, "c", "INVALID_MESSAGE_ID");
            assertTrue(refusal.contains("ahead") && refusal.contains("serverTime"), refusal);
            assertEquals(List.of("behind", "ahead", "and on"), seen(listener, mira));
        }
    }

    @Test
    void overHttpOtherTextUnderAKnownIdIsAConflict() {
        post(id, "first", 201);
        assertEquals("MESSAGE_ID_REUSED", post(id, "other", 409));
        post(id, "first", 201);
    }

    private String post(String messageId, String text, int status) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.withRoles("ai", "service"))
                .contentType("application/json; charset=utf-8")
                .body("{\"messageId\":\"" + messageId + "\",\"content\":\"" + text + "\"}")
                .post(http.resolve("/api/chat/room/" + room + "/message"))
                .then()
                .statusCode(status)
                .extract()
                .path("code");
    }

    /** A new id of so many seconds from now. */
    private static String of(int seconds) {
        UUID random = UUID.randomUUID();
        long time = Instant.now().plusSeconds(seconds).toEpochMilli();
        return new UUID(time << 16 | 0x7000 | 0x123, random.getLeastSignificantBits()).toString();
    }

    private Map<String, String> headers(String from) {
        return Map.of("kind", "chat", "type", "TALK", "from", playerId(from));
    }

    private String body(String messageId, String text) {
        return "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}"
                .formatted(messageId, room, text);
    }

    private String game(String messageId, String text) {
        return "{\"messageId\":%s,\"aiGameRoomId\":\"%s\",\"content\":\"%s\"}"
                .formatted(messageId == null ? "null" : '"' + messageId + '"', room, text);
    }

    private void chat(RawClient client, String receipt, String messageId, String text) {
        client.send(frame(receipt, messageId, text));
    }

    private String frame(String receipt, String messageId, String text) {
        return "SEND\ndestination:/pub/chat/send\nreceipt:%s\n\n%s\0"
                .formatted(receipt, body(messageId, text));
    }

    private static String assertRefused(RawClient client, String receipt, String code) {
        String refusal = client.awaitRefusal(receipt);
        assertTrue(refusal.contains("\"code\":\"" + code + "\""), refusal);
        return refusal;
    }

    private RawClient player(String name) {
        return RawClient.connected(http.getPort(), Tokens.of(playerId(name)));
    }

    /** A player of this test alone: what others say of the same name counts against one's rate. */
    private String playerId(String name) {
        return name + "-" + room;
    }

    private RawClient listener() {
        return player("tomas").subscribe("s", "/sub/chat/room/" + room);
    }

    private List<String> seen(RawClient listener, RawClient speaker) {
        speaker.talk(room, "end", "and on");
        return seen(listener);
    }

    private static List<String> seen(RawClient listener) {
        listener.await(f -> f.contains("\"and on\""));
        return listener.messages().stream()
                .map(m -> m.replaceAll("(?s).*\"content\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
