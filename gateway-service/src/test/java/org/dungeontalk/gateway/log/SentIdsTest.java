package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

class SentIdsTest {
    private static final RoomKey ROOM = RoomKey.of(RoomKind.CHAT, "inn").orElseThrow();
    private static final RoomKey OTHER = RoomKey.of(RoomKind.CHAT, "tower").orElseThrow();

    private final SentIds ids = new SentIds(3, 1_000);

    @Test
    void theSecondRecordWithAnIdIsNotTheFirst() {
        assertTrue(ids.first(record(1, ROOM, "a"), 0));
        assertFalse(ids.first(record(2, ROOM, "a"), 1));
        assertEquals(1, ids.find(ROOM, "a").orElseThrow().offset());
    }

    @Test
    void aRecordReadAgainIsStillTheFirst() {
        assertTrue(ids.first(record(1, ROOM, "a"), 0));
        assertTrue(ids.first(record(1, ROOM, "a"), 1));
    }

    @Test
    void anIdMeansNothingInAnotherRoom() {
        assertTrue(ids.first(record(1, ROOM, "a"), 0));
        assertTrue(ids.first(record(2, OTHER, "a"), 0));
        assertTrue(ids.find(OTHER, "b").isEmpty());
    }

    @Test
    void recordsWithoutAnIdOfTheSendersAreAllFirst() {
        assertTrue(ids.first(record(1, ROOM, null), 0));
        assertTrue(ids.first(record(2, ROOM, null), 0));
    }

    @Test
    void anOldIdIsForgotten() {
        ids.first(record(1, ROOM, "a"), 0);
        assertTrue(ids.first(record(2, ROOM, "a"), 1_001));
    }

    @Test
    void pastTheBoundTheOldestIsForgotten() {
        for (int i = 1; i <= 5; i++) {
            ids.first(record(i, ROOM, "id" + i), 0);
        }
        assertTrue(ids.find(ROOM, "id1").isEmpty());
        assertTrue(ids.find(ROOM, "id5").isPresent());
    }

    private static LogRecord record(long offset, RoomKey room, String id) {
        return new LogRecord(3, offset, 0, room, "mira", null, id, null, new byte[10]);
    }
}
