package org.dungeontalk.gateway.presence;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

/** What players are told of each other, with a real Kafka between the gateways. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class PresenceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI http;

    @Inject PresenceProducer topic;

    @Inject Presence presence;

    @Inject Limits limits;

    private final String room = "present-" + UUID.randomUUID();

    @Test
    void membersAreToldWhoIsThereWhoComesAndWhoGoes() {
        try (RawClient mira = member("mira")) {
            awaitPresence(mira, b -> b.contains("\"SNAPSHOT\"") && count(b) == 1);
            try (RawClient tomas = member("tomas")) {
                String joined = awaitPresence(mira, b -> b.contains("\"JOIN\"") && count(b) == 2);
                assertTrue(joined.contains("\"memberId\":\"tomas\""));
                assertTrue(joined.contains("\"nickname\":\"Nick of tomas\""));
                assertTrue(joined.contains("\"maxCapacity\":null"));
                awaitPresence(tomas, b -> b.contains("\"SNAPSHOT\"") && count(b) == 2);
            }
            String left = awaitPresence(mira, b -> b.contains("\"LEAVE\""));
            assertEquals(1, count(left));
        }
    }

    @Test
    void theGapOfAReconnectIsToldToNobodyAndAFarewellAtOnce() {
        try (RawClient mira = member("mira")) {
            try (RawClient tomas = member("tomas")) {
                awaitPresence(mira, b -> count(b) == 2);
                awaitSessions(2);
                tomas.drop();
            }
            awaitSessions(1);
            ask(room, Tokens.of("asker"), "")
                    .body("members.memberId", equalTo(List.of("mira", "tomas")));
            try (RawClient tomas = member("tomas");
                    RawClient ines = member("ines")) {
                awaitPresence(mira, b -> count(b) == 3);
                assertTrue(mira.presence().stream().noneMatch(b -> b.contains("\"LEAVE\"")));
                ines.send("DISCONNECT\nreceipt:bye\n\n\0");
                awaitPresence(mira, b -> b.contains("\"LEAVE\"") && count(b) == 2);
                assertTrue(last(mira).contains("\"tomas\""));
                assertFalse(tomas.isClosed());
            }
        }
    }

    @Test
    void aPlayerWithTwoDevicesAndTwoSubscriptionsCountsOnce() {
        try (RawClient host = member("host");
                RawClient phone = member("mira")) {
            try (RawClient laptop = member("mira")) {
                laptop.subscribe("again", "/sub/chat/room/" + room);
                awaitPresence(laptop, b -> b.contains("\"SNAPSHOT\""));
                assertEquals(2, count(last(laptop)));
                laptop.send("UNSUBSCRIBE\nid:again\nreceipt:u\n\n\0");
                laptop.awaitReceipt("u");
            }
            awaitMembers("host", "mira");
            phone.send("UNSUBSCRIBE\nid:room\nreceipt:u\n\n\0");
            phone.awaitReceipt("u");
            awaitMembers("host");
            assertEquals(1, count(awaitPresence(host, b -> b.contains("\"LEAVE\""))));
        }
    }

    @Test
    void playersOfAnotherGatewayAreThereUntilItFallsSilent() {
        String other = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        RoomKey key = new RoomKey(RoomKind.CHAT, room);
        long heals = presence.state().heals();
        try (RawClient mira = member("mira")) {
            awaitPresence(mira, b -> count(b) == 1);
            write(
                    PresenceRecordCodec.key(new Membership(other, key, "far/away")),
                    PresenceRecordCodec.value(new PresentMember("far/away", "Far", null)));
            awaitPresence(mira, b -> b.contains("\"JOIN\"") && b.contains("\"far/away\""));
            awaitPresence(mira, b -> b.contains("\"LEAVE\"") && !b.contains("far/away"));
            assertTrue(presence.state().heals() > heals);
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> presence.state().directory().of(other).isEmpty());
        }
    }

    @Test
    void aFullRoomRefusesANewPlayerButNotASecondDeviceNorAModeratorNorAService() {
        try (RawClient mira = seated("mira", 2);
                RawClient tomas = seated("tomas", 2);
                RawClient ines = open("ines", 2);
                RawClient again = seated("mira", 2);
                RawClient guard = withRole("mod", "moderator");
                RawClient service = withRole("ai", "service")) {
            ines.send(
                    "SUBSCRIBE\nid:s\nreceipt:full\ndestination:/sub/chat/room/" + room + "\n\n\0");
            String refusal = ines.awaitRefusal("full");
            assertTrue(refusal.contains("\"ROOM_FULL\"") && refusal.contains("\"temporary\":true"));
            awaitPresence(again, b -> b.contains("\"maxCapacity\":2") && count(b) == 2);
            guard.subscribe("s", "/sub/chat/room/" + room);
            service.subscribe("s", "/sub/chat/room/" + room);
            awaitMembers("ai", "mira", "mod", "tomas");
            tomas.drop();
            guard.drop();
            service.drop();
            awaitMembers("mira");
            ines.subscribe("t", "/sub/chat/room/" + room);
            awaitMembers("ines", "mira");
            assertFalse(mira.isClosed());
        }
    }

    @Test
    void whoSwitchesItOffIsToldNothingAndIsStillSeen() {
        try (RawClient bot = RawClient.connected(http.getPort(), Tokens.of("bot"))) {
            bot.send(
                    "SUBSCRIBE\nid:s\npresence:off\nreceipt:s\ndestination:/sub/chat/room/"
                            + room
                            + "\n\n\0");
            bot.awaitReceipt("s");
            try (RawClient mira = member("mira")) {
                awaitPresence(mira, b -> count(b) == 2 && b.contains("\"bot\""));
            }
            assertEquals(List.of(), bot.presence());
        }
    }

    @Test
    void aRoomOverTheBoundIsToldTheCountOnly() {
        List<RawClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                all.add(member("player" + i));
            }
            awaitPresence(all.get(0), b -> count(b) == 6 && !b.contains("members"));
            all.remove(5).close();
            awaitPresence(all.get(0), b -> b.contains("\"LEAVE\"") && b.contains("\"player4\""));
        } finally {
            all.forEach(RawClient::close);
        }
    }

    @Test
    void whoMayReadTheRoomMayAskWhoIsThere() {
        try (RawClient mira = member("mira")) {
            awaitPresence(mira, b -> count(b) == 1);
            ask(room, Tokens.withRooms("tomas", room), "")
                    .statusCode(200)
                    .body("connectedCount", equalTo(1))
                    .body("eventTime", matchesPattern("[0-9T:-]+(\\.[0-9]{1,3})?Z"))
                    .body("members[0].status", equalTo("ONLINE"));
            ask(room, Tokens.of("tomas"), "?kind=aichat")
                    .statusCode(200)
                    .body("connectedCount", equalTo(0));
            ask(room, Tokens.withRooms("tomas", "elsewhere"), "")
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("code", equalTo("ROOM_FORBIDDEN"));
            ask(room, Tokens.of("tomas"), "?kind=none").statusCode(400);
            ask(room, "nonsense", "")
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("type", equalTo("about:blank"));
        }
    }

    @Test
    void presenceComesNeitherBeforeTheReceiptNorForOthersRooms() {
        try (RawClient mira = member("mira");
                RawClient stranger =
                        RawClient.connected(http.getPort(), Tokens.withRooms("eve", "elsewhere"))) {
            stranger.send(
                    "SUBSCRIBE\nid:s\nreceipt:no\ndestination:/sub/chat/room/" + room + "\n\n\0");
            stranger.awaitRefusal("no");
            awaitPresence(mira, b -> count(b) == 1);
            List<String> frames = mira.frames();
            int receipt = indexOf(frames, f -> f.startsWith("RECEIPT"));
            assertTrue(receipt < indexOf(frames, f -> f.contains("message-id:presence-")));
            assertEquals(List.of(), stranger.presence());
        }
    }

    private RawClient member(String id) {
        return RawClient.connected(http.getPort(), Tokens.of(id))
                .subscribe("room", "/sub/chat/room/" + room);
    }

    private RawClient open(String id, int capacity) {
        return RawClient.connected(http.getPort(), Tokens.withCapacity(id, room, capacity));
    }

    /** Its token states the capacity of two, too. */
    private RawClient withRole(String id, String role) {
        return RawClient.connected(http.getPort(), Tokens.withCapacity(id, room, 2, role));
    }

    private RawClient seated(String id, int capacity) {
        return open(id, capacity).subscribe("room", "/sub/chat/room/" + room);
    }

    private void awaitSessions(int open) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> limits.connections() == open);
    }

    private void awaitMembers(String... ids) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(
                        () ->
                                ask(room, Tokens.of("asker"), "")
                                        .body("members.memberId", equalTo(List.of(ids))));
    }

    private ValidatableResponse ask(String roomId, String token, String query) {
        return given().header("Authorization", "Bearer " + token)
                .get(http.resolve("/api/rooms/" + roomId + "/presence" + query))
                .then();
    }

    private void write(String key, byte[] value) {
        topic.write(key, value).toCompletableFuture().join();
    }

    private static String awaitPresence(RawClient client, Predicate<String> like) {
        Awaitility.await().atMost(TIMEOUT).until(() -> client.presence().stream().anyMatch(like));
        return client.presence().stream().filter(like).findFirst().orElseThrow();
    }

    private static String last(RawClient client) {
        return client.presence().get(client.presence().size() - 1);
    }

    private static int count(String body) {
        return Integer.parseInt(body.replaceAll(".*\"connectedCount\":(\\d+).*", "$1"));
    }

    private static int indexOf(List<String> frames, Predicate<String> like) {
        return frames.indexOf(frames.stream().filter(like).findFirst().orElseThrow());
    }
}
