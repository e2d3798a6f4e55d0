package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.log.Cursor;
import org.junit.jupiter.api.Test;

/** What players of one room see. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class RoomTest {

    @TestHTTPResource("/")
    URI http;

    private final String room = "room-" + UUID.randomUUID();

    @Test
    void everyMemberSeesEveryMessageOnceAndInOneOrder() {
        try (RawClient mira = member("mira");
                RawClient tomas = member("tomas");
                RawClient ines = member("ines")) {
            for (int i = 0; i < 10; i++) {
                mira.talk(room, "m" + i, "mira says " + i);
                tomas.talk(room, "t" + i, "tomas says " + i);
            }
            IntStream.range(0, 10).forEach(i -> mira.awaitReceipt("m" + i));
            IntStream.range(0, 10).forEach(i -> tomas.awaitReceipt("t" + i));
            for (RawClient member : List.of(mira, tomas, ines)) {
                for (int i = 0; i < 10; i++) {
                    String text = "\"mira says " + i + "\"";
                    String other = "\"tomas says " + i + "\"";
                    member.await(f -> f.contains(text));
                    member.await(f -> f.contains(other));
                }
            }
            List<String> order = ids(mira);
            assertEquals(20, order.size());
            assertEquals(order, ids(tomas));
            assertEquals(order, ids(ines));
            List<Long> offsets =
                    order.stream().map(id -> Cursor.parse(id).orElseThrow().offset()).toList();
            assertEquals(offsets.stream().sorted().distinct().toList(), offsets);
        }
    }

    @Test
    void aConnectionHasFiftyRoomsAndNoMore() {
        try (RawClient ai =
                RawClient.connected(http.getPort(), Tokens.withRoles("ai", "service"))) {
            IntStream.range(0, 50)
                    .forEach(i -> ai.subscribe("s" + i, "/sub/chat/room/" + room + i));
            ai.send("SUBSCRIBE\nid:more\nreceipt:more\ndestination:/sub/chat/room/more\n\n\0");
            assertTrue(ai.awaitRefusal("more").contains("\"TOO_MANY_SUBSCRIPTIONS\""));
            ai.send("UNSUBSCRIBE\nid:s0\n\n\0");
            ai.subscribe("another", "/sub/chat/room/another");
        }
    }

    @Test
    void aWhisperReachesSenderAndReceiverAndNobodyElse() {
        try (RawClient mira = member("mira");
                RawClient tomas = member("tomas");
                RawClient ines = member("ines")) {
            mira.publish(
                    "/pub/chat/send",
                    "w",
                    "{\"roomId\":\""
                            + room
                            + "\",\"receiverId\":\"tomas\",\"type\":\"TALK\",\"content\":\"psst\"}");
            mira.awaitReceipt("w");
            mira.talk(room, "open", "for all");
            for (RawClient member : List.of(mira, tomas, ines)) {
                member.await(f -> f.contains("for all"));
            }
            assertEquals(2, mira.messages().size());
            assertEquals(2, tomas.messages().size());
            assertEquals(1, ines.messages().size());
        }
    }

    @Test
    void afterUnsubscribeNothingComesAnyMore() {
        try (RawClient mira = member("mira");
                RawClient tomas = member("tomas")) {
            tomas.send("UNSUBSCRIBE\nid:room\nreceipt:u\n\n\0");
            tomas.awaitReceipt("u");
            mira.talk(room, "one", "are you there?");
            mira.await(f -> f.contains("are you there?"));
            tomas.subscribe("again", "/sub/chat/room/" + room);
            mira.talk(room, "two", "and now?");
            tomas.await(f -> f.contains("and now?"));
            assertFalse(tomas.frames().stream().anyMatch(f -> f.contains("are you there?")));
        }
    }

    @Test
    void chatAndAiRoomOfOneIdAreTwoRooms() {
        try (RawClient mira = member("mira");
                RawClient master =
                        RawClient.connected(http.getPort(), Tokens.withRoles("gm-1", "gm"))) {
            master.subscribe("ai", "/sub/aichat/room/" + room);
            master.publish(
                    "/pub/aichat/turn/start",
                    "t",
                    "{\"aiGameRoomId\":\"" + room + "\",\"turnNumber\":1}");
            master.awaitReceipt("t");
            master.await(f -> f.contains("TURN_START"));
            mira.talk(room, "m", "only chat");
            mira.await(f -> f.contains("only chat"));
            assertEquals(1, mira.messages().size());
            assertEquals(1, master.messages().size());
        }
    }

    @Test
    void subscriptionIdsAndDestinationsComeBackEscaped() {
        String odd = "a:b " + UUID.randomUUID();
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.send(
                    "SUBSCRIBE\nid:s\\c1\nreceipt:s\ndestination:/sub/chat/room/"
                            + odd.replace(":", "\\c")
                            + "\n\n\0");
            mira.awaitReceipt("s");
            mira.talk(odd, "m", "hi");
            String frame = mira.await(f -> f.startsWith("MESSAGE"));
            assertTrue(frame.contains("\nsubscription:s\\c1\n"));
            assertTrue(
                    frame.contains(
                            "\ndestination:/sub/chat/room/" + odd.replace(":", "\\c") + "\n"));
        }
    }

    private RawClient member(String id) {
        return RawClient.connected(http.getPort(), Tokens.of(id))
                .subscribe("room", "/sub/chat/room/" + room);
    }

    private static List<String> ids(RawClient client) {
        return client.messages().stream()
                .map(f -> f.lines().filter(l -> l.startsWith("message-id:")).findFirst())
                .map(l -> l.orElseThrow().substring("message-id:".length()))
                .toList();
    }
}
