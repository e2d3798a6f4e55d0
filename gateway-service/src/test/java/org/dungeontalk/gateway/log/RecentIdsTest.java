package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
    private static final RoomKey ROOM = RoomKey.of(RoomKind.CHAT, "inn").orElseThrow();
    private static final RoomKey GAME = RoomKey.of(RoomKind.AICHAT, "inn").orElseThrow();
    private static final RoomKey OTHER = RoomKey.of(RoomKind.CHAT, "tower").orElseThrow();
    private static final long NOW = 1_800_000_000_000L;

    private final RecentIds ids = new RecentIds(3 * RecentIds.BYTES, 1_000);

    @Test
    void theSecondRecordWithAnIdIsNotTheFirst() {
        assertTrue(ids.first(record(1, ROOM, id(0)), NOW));
        assertFalse(ids.first(record(2, ROOM, id(0)), NOW + 1));
        assertEquals(1, ids.find(RoomMessageId.of("inn", id(0))).orElseThrow().offset());
    }

    @Test
    void aRecordReadAgainIsStillTheFirst() {
        assertTrue(ids.first(record(1, ROOM, id(0)), NOW));
        assertTrue(ids.first(record(1, ROOM, id(0)), NOW + 1));
    }

    @Test
    void anIdMeansNothingInAnotherRoomButTheSameInAGameOfThatName() {
        assertTrue(ids.first(record(1, ROOM, id(0)), NOW));
        assertTrue(ids.first(record(2, OTHER, id(0)), NOW));
        assertFalse(ids.first(record(3, GAME, id(0)), NOW));
        assertTrue(ids.find(RoomMessageId.of("tower", id(1))).isEmpty());
    }

    @Test
    void recordsWithoutAnIdAreAllFirst() {
        assertTrue(ids.first(record(1, ROOM, null), NOW));
        assertTrue(ids.first(record(2, ROOM, null), NOW));
    }

    @Test
    void anIdIsForgottenSoLongAfterItsTimeOrItsReadingWhicheverIsLater() {
        ids.first(record(1, ROOM, id(0)), NOW);
        ids.first(record(2, ROOM, id(500)), NOW);
        ids.first(record(3, OTHER, null), NOW + 1_001);
        ids.first(record(4, OTHER, id(1_001)), NOW + 1_001);
        assertTrue(ids.find(RoomMessageId.of("inn", id(0))).isEmpty());
        assertTrue(ids.find(RoomMessageId.of("inn", id(500))).isPresent());
        assertEquals(0, ids.forgottenEarly());
        assertEquals(2L * RecentIds.BYTES, ids.bytes());
    }

    @Test
    void pastTheBoundTheOldestIsForgottenAndTheHorizonSaysUpToWhichTime() {
        ids.first(record(1, ROOM, id(900)), NOW);
        for (int i = 2; i <= 5; i++) {
            ids.first(record(i, ROOM, id(i)), NOW);
        }
        assertTrue(ids.find(RoomMessageId.of("inn", id(2))).isEmpty());
        assertTrue(ids.find(RoomMessageId.of("inn", id(5))).isPresent());
        assertTrue(ids.find(RoomMessageId.of("inn", id(900))).isPresent());
        assertEquals(NOW + 3, ids.horizon());
        assertEquals(2, ids.forgottenEarly());
        assertEquals(3L * RecentIds.BYTES, ids.bytes());
    }

    @Test
    void anIdFromTheFarFutureNeitherStaysForEverNorShutsTheOthersOut() {
        ids.first(record(1, ROOM, id(1_000_000)), NOW);
        for (int i = 2; i <= 5; i++) {
            ids.first(record(i, ROOM, id(1_500)), NOW + i);
            ids.first(record(10 + i, OTHER, id(1_500 + i)), NOW + i);
        }
        assertTrue(ids.find(RoomMessageId.of("inn", id(1_000_000))).isEmpty());
        assertTrue(ids.horizon() <= NOW + 2_000);
    }

    @Test
    void aPartitionThatIsReadNoLongerGivesItsMemoryBack() {
        ids.first(record(1, ROOM, id(0)), NOW);
        ids.forget(3);
        assertEquals(0, ids.bytes());
        assertTrue(ids.first(record(1, ROOM, id(0)), NOW));
    }

    @Test
    void aBodySaysTheSameWhoeverWroteItAndWhen() {
        long said = of("{\"messageId\":\"a\",\"content\":\"hi \\\"x\\\" {\",\"type\":\"TALK\"}");
        assertEquals(
                said,
                of(
                        " { \"type\" : \"TALK\""
                            + " ,\"createdAt\":\"now\",\"senderNickname\":\"M\",\"receiverId\":null,\"content\":\"hi"
                            + " \\\"x\\\" {\",\"roomId\":\"r\"}"));
        for (String other :
                new String[] {
                    "{\"content\":\"hi\",\"type\":\"TALK\"}",
                    "{\"content\":\"TALK\",\"type\":\"hi \\\"x\\\" {\"}",
                    "{\"content\":\"hi \\\"x\\\" {\",\"type\":\"TALK\",\"receiverId\":\"p\"}",
                    "{\"content\":\"hi \\\"x\\\" {\",\"type\":\"TALK\",\"aiSources\":[\"a\",{}]}",
                }) {
            assertFalse(said == of(other), other);
        }
    }

    @Test
    void aBodysIdIsFoundWhereverItStandsAndNothingElseIsTakenForIt() {
        String id = id(0).toString();
        assertEquals(id, BodyHash.messageId(bytes("{\"messageId\":\"" + id + "\"}")));
        assertEquals(
                id,
                BodyHash.messageId(
                        bytes(
                                "{\"aiSources\":[\"]\",[1]],\"n\":{\"messageId\":\"x\"},\"messageId\":"
                                    + " \""
                                        + id.toUpperCase(java.util.Locale.ROOT)
                                        + "\"}")));
        for (String none : new String[] {"", "{", "[]", "{\"messageId\":1}", "{\"messageId\":\""}) {
            assertEquals(null, BodyHash.messageId(bytes(none)));
        }
    }

    private static long of(String json) {
        return BodyHash.of(bytes(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static UUID id(long after) {
        return new UUID(NOW + after << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }

    private static LogRecord record(long offset, RoomKey room, UUID id) {
        String text = id == null ? null : id.toString();
        return new LogRecord(3, offset, 0, room, "mira", null, text, null, new byte[10]);
    }
}
