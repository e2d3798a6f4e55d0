package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

class PartitionTailTest {
    private static final RoomKey TAVERN = new RoomKey(RoomKind.CHAT, "tavern");
    private static final RoomKey CRYPT = new RoomKey(RoomKind.CHAT, "crypt");
    private static final int ALL = 1_000_000;

    private final TailMemory memory = new TailMemory(10_000, 1_000);
    private final PartitionTail tail = new PartitionTail(100);

    @Test
    void givesARoomsMessagesFromAnOffsetOnAndWhereToGoOn() {
        append(0, 100, 110);
        RoomSlice stretch = tail.after(TAVERN, 104, ALL).orElseThrow();
        assertEquals(List.of(104L, 106L, 108L), offsets(stretch));
        assertEquals(110, stretch.next());
        assertTrue(stretch.present());
    }

    @Test
    void aRoomWithoutMessagesIsUpToDateAtOnce() {
        append(0, 100, 110);
        RoomKey silent = new RoomKey(RoomKind.AICHAT, "tavern");
        assertEquals(
                new RoomSlice(List.of(), 110, true), tail.after(silent, 103, ALL).orElseThrow());
    }

    @Test
    void whoIsAheadOfItGetsNothingTwice() {
        append(0, 100, 110);
        RoomKey silent = new RoomKey(RoomKind.AICHAT, "tavern");
        assertEquals(
                new RoomSlice(List.of(), 114, true), tail.after(TAVERN, 114, ALL).orElseThrow());
        assertEquals(
                new RoomSlice(List.of(), 114, true), tail.after(silent, 114, ALL).orElseThrow());
    }

    @Test
    void cutsALongRunAndGoesOnFromThere() {
        append(0, 100, 120);
        RoomSlice first = tail.after(TAVERN, 100, 150).orElseThrow();
        assertEquals(List.of(100L, 102L), offsets(first));
        assertEquals(false, first.present());
        RoomSlice second = tail.after(TAVERN, first.next(), ALL).orElseThrow();
        assertEquals(List.of(104L, 106L, 108L, 110L, 112L, 114L, 116L, 118L), offsets(second));
    }

    @Test
    void admitsWhatItDoesNotHold() {
        append(0, 100, 110);
        assertEquals(Optional.empty(), tail.after(TAVERN, 99, ALL));
    }

    @Test
    void forgetsTheOldestPastItsBudget() {
        append(0, 100, 200);
        assertTrue(memory.bytes() <= 10_000);
        assertEquals(Optional.empty(), tail.after(TAVERN, 100, ALL));
        RoomSlice rest = tail.after(TAVERN, 190, ALL).orElseThrow();
        assertEquals(List.of(190L, 192L, 194L, 196L, 198L), offsets(rest));
    }

    @Test
    void forgetsWhatIsTooOldAndGivesAllMemoryBack() {
        append(0, 100, 110);
        append(2_000, 110, 112);
        assertEquals(Optional.empty(), tail.after(TAVERN, 109, ALL));
        assertEquals(List.of(110L), offsets(tail.after(TAVERN, 110, ALL).orElseThrow()));
        memory.drop(tail);
        assertEquals(0, memory.bytes());
    }

    @Test
    void aLoudPartitionDoesNotPushOutAQuietOnesNewest() {
        PartitionTail quiet = new PartitionTail(0);
        append(0, 100, 1_100);
        memory.keep(quiet, List.of(message(0, TAVERN)), 1, 0);
        append(0, 1_100, 1_110);
        assertEquals(List.of(0L), offsets(quiet.after(TAVERN, 0, ALL).orElseThrow()));
        assertTrue(memory.bytes() <= 10_000);
    }

    @Test
    void ofAQuietRoomItKnowsThatNothingWasSaidThoughItKeepsNothing() {
        append(0, 100, 110);
        memory.keep(
                tail,
                LongStream.range(110, 1_000).mapToObj(o -> message(o, CRYPT)).toList(),
                1_000,
                0);
        assertEquals(Optional.empty(), tail.after(TAVERN, 108, ALL));
        assertEquals(
                new RoomSlice(List.of(), 1_000, true), tail.after(TAVERN, 109, ALL).orElseThrow());
        assertEquals(Optional.empty(), tail.after(CRYPT, 109, ALL));
        RoomKey never = new RoomKey(RoomKind.CHAT, "never");
        assertEquals(
                new RoomSlice(List.of(), 1_000, true), tail.after(never, 100, ALL).orElseThrow());
        assertEquals(Optional.empty(), tail.after(never, 99, ALL));
    }

    @Test
    void ofTooManyRoomsTheOneSilentLongestMayHaveSpoken() {
        memory.keep(
                tail,
                LongStream.range(100, 3_100)
                        .mapToObj(o -> message(o, new RoomKey(RoomKind.CHAT, "r" + o)))
                        .toList(),
                3_100,
                0);
        assertEquals(Optional.empty(), tail.after(TAVERN, 1_099, ALL));
        assertTrue(tail.after(TAVERN, 1_100, ALL).isPresent());
    }

    @Test
    void tellsWhenAnOffsetWasReadAndFailsWhereItIsReadNoLonger() {
        append(0, 100, 110);
        assertTrue(tail.read(109).isDone());
        var next = tail.read(110);
        var later = tail.read(112);
        assertFalse(next.isDone());
        append(0, 110, 111);
        assertTrue(next.isDone());
        assertFalse(later.isDone());
        memory.drop(tail);
        assertTrue(later.isCompletedExceptionally());
    }

    /** Even offsets are the tavern's, odd ones the crypt's. */
    private void append(long now, long from, long to) {
        List<LogRecord> messages =
                LongStream.range(from, to)
                        .mapToObj(o -> message(o, o % 2 == 0 ? TAVERN : CRYPT))
                        .toList();
        memory.keep(tail, messages, to, now);
    }

    private static LogRecord message(long offset, RoomKey room) {
        return new LogRecord(3, offset, 0, room, "p", null, null, null, new byte[100]);
    }

    private static List<Long> offsets(RoomSlice stretch) {
        return stretch.messages().stream().map(LogRecord::offset).toList();
    }
}
