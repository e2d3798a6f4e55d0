package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.junit.jupiter.api.Test;

/** What clients do with SUBSCRIBE and UNSUBSCRIBE that no specification foresaw ends nobody. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class SubscribeAgainTest {

    @TestHTTPResource("/")
    URI http;

    private final String room = "again-" + UUID.randomUUID();

    @Test
    void theSameSubscribeAgainIsAnsweredAndChangesNothing() {
        try (RawClient mira = player()) {
            subscribe(mira, "first", room, "");
            subscribe(mira, "second", room, "");
            assertTrue(cursor(mira, "first").equals(cursor(mira, "second")));
            mira.talk(room, "t", "once");
            mira.awaitReceipt("t");
            mira.await(f -> f.contains("\"once\""));
            subscribe(mira, "third", room, "");
            assertFalse(receipt(mira, "third").contains("\ncursor:"), "its cursor would be old");
            assertEquals(1, mira.messages().size());
            assertFalse(mira.isClosed());
        }
    }

    @Test
    void theSameSubscribeTwiceAtOnceIsAnsweredTwice() {
        try (RawClient mira = player()) {
            mira.send(frame("a", room, "") + frame("b", room, ""));
            mira.awaitReceipt("a");
            mira.awaitReceipt("b");
        }
    }

    @Test
    void theSameResumeAgainBringsNothingTwice() {
        try (RawClient mira = player();
                RawClient back = player()) {
            subscribe(mira, "s", room, "");
            mira.talk(room, "t", "missed");
            mira.awaitReceipt("t");
            String after = "\nafter:" + cursor(mira, "s");
            subscribe(back, "r1", room, after);
            subscribe(back, "r2", room, after);
            back.await(f -> f.contains("\"missed\""));
            assertTrue(receipt(back, "r2").contains("\nresumed:true"));
            assertEquals(1, back.messages().size());
        }
    }

    @Test
    void aRepeatedSubscribeThatAsksForMoreThanTheStreamHasIsRefused() {
        try (RawClient mira = player()) {
            subscribe(mira, "old", room, "");
            mira.talk(room, "t", "before");
            mira.await(f -> f.contains("\"before\""));
            String old = "\nafter:" + cursor(mira, "old");
            mira.send("UNSUBSCRIBE\nid:s\nreceipt:u\n\n\0");
            mira.awaitReceipt("u");
            subscribe(mira, "new", room, "");
            mira.send(frame("more", room, old));
            assertTrue(mira.awaitRefusal("more").contains("\"INVALID_FIELD\""));
            subscribe(mira, "less", room, "\nafter:" + cursor(mira, "new"));
            assertTrue(receipt(mira, "less").contains("\nresumed:true"));
        }
    }

    @Test
    void anIdInUseForAnotherDestinationIsRefused() {
        try (RawClient mira = player()) {
            subscribe(mira, "s", room, "");
            mira.send(frame("x", room + "-other", ""));
            assertTrue(mira.awaitRefusal("x").contains("\"INVALID_FIELD\""));
            mira.send("SUBSCRIBE\nid:s\nreceipt:y\ndestination:/user/queue/errors\n\n\0");
            assertTrue(mira.awaitRefusal("y").contains("\"INVALID_FIELD\""));
            mira.send(
                    "SUBSCRIBE\nid:err\nreceipt:z\ndestination:/sub/chat/room/" + room + "\n\n\0");
            assertTrue(mira.awaitRefusal("z").contains("\"INVALID_FIELD\""));
            assertFalse(mira.isClosed());
        }
    }

    @Test
    void unsubscribeByDestinationEndsEverySubscriptionThere() {
        try (RawClient mira = player()) {
            subscribe(mira, "s", room, "");
            mira.subscribe("two", "/sub/chat/room/" + room);
            mira.subscribe("other", "/sub/chat/room/" + room + "-other");
            mira.send("UNSUBSCRIBE\nreceipt:u\ndestination:/sub/chat/room/" + room + "\n\n\0");
            mira.awaitReceipt("u");
            mira.talk(room, "t", "unheard");
            mira.awaitReceipt("t");
            mira.talk(room + "-other", "o", "heard");
            mira.await(f -> f.contains("\"heard\""));
            assertTrue(mira.messages().stream().noneMatch(m -> m.contains("unheard")));
        }
    }

    @Test
    void unsubscribeByDestinationEndsTheSubscriptionToAQueueOfTheUsers() {
        try (RawClient mira = player()) {
            mira.send("UNSUBSCRIBE\nreceipt:u\ndestination:/user/queue/errors\n\n\0");
            mira.awaitReceipt("u");
            mira.send("SEND\nreceipt:r\n\n{}\0");
            mira.awaitRefusal("r");
            assertTrue(
                    mira.await(f -> f.contains("\"receiptId\":\"r\""))
                            .contains("\nsubscription:/user/queue/errors\n"),
                    "what is told unasked has no subscription's id");
            mira.subscribe("err", "/sub/chat/room/" + room);
            mira.talk(room, "t", "under the id that is free again");
            mira.await(f -> f.contains("\nsubscription:err\n") && f.contains("free again"));
        }
    }

    @Test
    void aFrameThatLacksAHeaderIsRefusedAndTheRoomsStay() {
        try (RawClient mira = player()) {
            subscribe(mira, "s", room, "");
            mira.send("SUBSCRIBE\nreceipt:a\ndestination:/sub/chat/room/x\n\n\0");
            assertTrue(mira.awaitRefusal("a").contains("\"INVALID_FIELD\""));
            mira.send("SUBSCRIBE\nid:q\nreceipt:b\n\n\0");
            assertTrue(mira.awaitRefusal("b").contains("\"INVALID_FIELD\""));
            mira.send("UNSUBSCRIBE\nreceipt:c\n\n\0");
            assertTrue(mira.awaitRefusal("c").contains("\"INVALID_FIELD\""));
            mira.send("SEND\nreceipt:d\n\n{}\0");
            assertTrue(mira.awaitRefusal("d").contains("\"UNKNOWN_DESTINATION\""));
            mira.talk(room, "t", "still here");
            mira.await(f -> f.contains("\"still here\""));
        }
    }

    @Test
    void aRoomThatWasSilentIsResumedFromItsReceipt() {
        try (RawClient host = player()) {
            String cursor;
            try (RawClient mira = player()) {
                subscribe(mira, "first", room, "");
                cursor = cursor(mira, "first");
            }
            host.talk(room, "t", "while she was away");
            host.awaitReceipt("t");
            try (RawClient mira = player()) {
                subscribe(mira, "again", room, "\nafter:" + cursor);
                assertTrue(receipt(mira, "again").contains("\nresumed:true"));
                mira.await(f -> f.contains("while she was away"));
            }
        }
    }

    @Test
    void aResumedRoomsReceiptCarriesItsCursorForward() {
        try (RawClient mira = player()) {
            subscribe(mira, "first", room, "");
            String before = cursor(mira, "first");
            mira.talk(room, "t", "one");
            mira.awaitReceipt("t");
            String one = mira.await(f -> f.contains("\"one\""));
            String last = one.replaceAll("(?s).*\\nmessage-id:([^\\n]*)\\n.*", "$1");
            try (RawClient back = player()) {
                subscribe(back, "r", room, "\nafter:" + last);
                assertTrue(offset(cursor(back, "r")) >= offset(last));
            }
            try (RawClient back = player()) {
                subscribe(back, "r", room, "\nafter:" + before);
                assertTrue(
                        offset(cursor(back, "r")) < offset(last), "the message would be skipped");
                back.await(f -> f.contains("\"one\""));
            }
            try (RawClient lost = player()) {
                subscribe(lost, "r", room, "\nafter:00000000-0-0");
                assertTrue(receipt(lost, "r").contains("\nresumed:false"));
                assertTrue(offset(cursor(lost, "r")) >= offset(last));
                assertTrue(
                        lost.await(f -> f.startsWith("MESSAGE") && f.contains("\nresumed:"))
                                .contains("\ncursor:" + cursor(lost, "r") + "\n"));
            }
        }
    }

    private RawClient player() {
        return RawClient.connected(http.getPort(), Tokens.withRoles("mira", "service"));
    }

    private static void subscribe(RawClient client, String receipt, String room, String headers) {
        client.send(frame(receipt, room, headers));
        receipt(client, receipt);
    }

    private static String frame(String receipt, String room, String headers) {
        return "SUBSCRIBE\nid:s\nreceipt:"
                + receipt
                + headers
                + "\ndestination:/sub/chat/room/"
                + room
                + "\n\n\0";
    }

    private static String receipt(RawClient client, String id) {
        return client.awaitReceipt(id);
    }

    private static String cursor(RawClient client, String receipt) {
        String frame = receipt(client, receipt);
        assertTrue(frame.contains("\ncursor:"), frame);
        return frame.replaceAll("(?s).*\\ncursor:([^\\n]*)\\n.*", "$1");
    }

    private static long offset(String cursor) {
        return Long.parseLong(cursor.substring(cursor.indexOf('-', cursor.indexOf('-') + 1) + 1));
    }
}
