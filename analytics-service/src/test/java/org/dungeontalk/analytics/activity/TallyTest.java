package org.dungeontalk.analytics.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Instant MINUTE = Instant.parse("2026-11-22T18:04:00Z");
    private static final Progress START = new Progress(Map.of());

    @Test
    void countsAMessageInTheMinuteOfItsEventTime() {
        Tally tally = Tally.of(List.of(entry(0, 0, 1, 0), entry(0, 1, 2, 59)), START);
        Tally.Counted counted = tally.count(tally.ids());
        assertEquals(Map.of(new Cell(MINUTE, Kind.CHAT, "tavern", "mira"), 2), counted.cells());
        assertEquals(new Outcome(2, 0, 0, 0), counted.outcome());
    }

    @Test
    void leavesOutWhatLiesBehindTheProgress() {
        List<Entry> entries = List.of(entry(0, 4, 1, 0), entry(0, 5, 2, 0), entry(1, 0, 3, 0));
        Tally tally = Tally.of(entries, new Progress(Map.of(0, 5L)));
        assertEquals(new Outcome(2, 1, 0, 0), tally.count(tally.ids()).outcome());
        assertEquals(Map.of(0, 6L, 1, 1L), tally.reached().nextOffsets());
    }

    @Test
    void countsOneIdOnceAlsoWithinABatch() {
        Tally tally = Tally.of(List.of(entry(0, 0, 1, 0), entry(0, 1, 1, 30)), START);
        assertEquals(1, tally.ids().size());
        assertEquals(new Outcome(1, 0, 1, 0), tally.count(tally.ids()).outcome());
    }

    @Test
    void countsNothingThatWasSeen() {
        Tally tally = Tally.of(List.of(entry(0, 0, 1, 0)), START);
        assertEquals(new Outcome(0, 0, 1, 0), tally.count(Set.of()).outcome());
    }

    @Test
    void aRecordThatWasGivenUpOnlyMovesTheProgress() {
        Tally tally = Tally.of(List.of(new Entry(3, 9, Optional.empty())), START);
        assertEquals(new Outcome(0, 0, 0, 1), tally.count(tally.ids()).outcome());
        assertEquals(Map.of(3, 10L), tally.reached().nextOffsets());
    }

    @Test
    void theProgressNeverGoesBack() {
        Progress progress = new Progress(Map.of(0, 100L));
        assertEquals(progress, Tally.of(List.of(entry(0, 7, 1, 0)), progress).reached());
    }

    private static Entry entry(int partition, long offset, long id, int second) {
        GameMessage message =
                new GameMessage(
                        Kind.CHAT, "tavern", new UUID(0, id), "mira", MINUTE.plusSeconds(second));
        return new Entry(partition, offset, Optional.of(message));
    }
}
