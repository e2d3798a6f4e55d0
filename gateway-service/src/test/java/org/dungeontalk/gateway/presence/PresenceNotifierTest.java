package org.dungeontalk.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

/** What the members are told, and how often. */
class PresenceNotifierTest {
    private static final RoomKey ROOM = new RoomKey(RoomKind.CHAT, "tavern");

    private final TestGateway gateway = new TestGateway("00000000000000aa", new MemoryLog());

    @Test
    void tellsWhoIsThereAndWhatHappened() throws Exception {
        gateway.enter(ROOM, "mira");
        gateway.second();
        gateway.enter(ROOM, "tomas");
        gateway.second();
        gateway.leave(ROOM, "mira");
        gateway.second();
        assertEquals(List.of("SNAPSHOT", "JOIN", "LEAVE"), events());
        assertEquals(
                "{\"roomId\":\"tavern\",\"connectedCount\":1,\"maxCapacity\":null,\"members\":["
                        + "{\"memberId\":\"tomas\",\"nickname\":\"Nick of tomas\","
                        + "\"status\":\"ONLINE\"}],"
                        + "\"eventType\":\"LEAVE\",\"eventTime\":\"1970-01-01T00:00:00Z\"}",
                gateway.frames.get(2));
    }

    @Test
    void severalChangesWithinTheIntervalAreOneFrame() throws Exception {
        gateway.enter(ROOM, "mira");
        gateway.second();
        for (int i = 0; i < 10; i++) {
            gateway.enter(ROOM, "p" + i % 2);
            gateway.millis(50);
        }
        gateway.millis(500);
        assertTrue(gateway.frames.size() <= 3, gateway.frames.toString());
        assertTrue(gateway.frames.get(gateway.frames.size() - 1).contains("\"connectedCount\":3"));
    }

    @Test
    void aLargeRoomIsToldTheCountOnlyAndAtMostOnceASecond() throws Exception {
        gateway.enter(ROOM, "p0", "p1", "p2", "p3");
        gateway.second();
        int before = gateway.frames.size();
        for (int i = 4; i < 104; i++) {
            gateway.enter(ROOM, "p" + i);
            gateway.millis(100);
        }
        List<String> large = gateway.frames.subList(before, gateway.frames.size());
        assertTrue(large.size() >= 9 && large.size() <= 10, large.size() + " frames in 10 s");
        assertTrue(large.stream().noneMatch(f -> f.contains("members")));
    }

    @Test
    void asManyAsAreListedAreListedAndOfOneMoreOnlyTheCount() throws Exception {
        gateway.enter(ROOM, "p0", "p1", "p2");
        gateway.second();
        assertTrue(gateway.frames.get(0).contains("\"members\""), gateway.frames.get(0));
        gateway.enter(ROOM, "p3");
        gateway.second();
        String last = gateway.frames.get(gateway.frames.size() - 1);
        assertTrue(last.contains("\"connectedCount\":4"), last);
        assertTrue(!last.contains("\"members\""), last);
    }

    @Test
    void whoComesToALargeRoomIsToldEvenIfNothingChanged() throws Exception {
        gateway.enter(ROOM, "p0", "p1", "p2", "p3");
        gateway.second();
        gateway.enter(ROOM, "p3");
        gateway.second();
        assertEquals(2, gateway.frames.size());
        gateway.second();
        assertEquals(2, gateway.frames.size());
    }

    private List<String> events() {
        return gateway.frames.stream()
                .map(f -> f.replaceAll(".*\"eventType\":\"(\\w+)\".*", "$1"))
                .toList();
    }
}
