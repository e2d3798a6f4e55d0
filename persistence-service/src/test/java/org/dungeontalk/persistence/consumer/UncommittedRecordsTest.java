package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dungeontalk.persistence.consumer.UncommittedRecords.Range;
import org.junit.jupiter.api.Test;

class UncommittedRecordsTest {

    private final List<Range> inspected = new ArrayList<>();
    private final UncommittedRecords uncommitted =
            new UncommittedRecords(
                    range -> {
                        inspected.add(range);
                        return range.partition() > 0;
                    });

    @Test
    void countsOffsetsWithoutInspectingThemWhileTheyMove() {
        assertEquals(5, uncommitted.count(Set.of(new Range(0, 10, 15))));
        assertEquals(3, uncommitted.count(Set.of(new Range(0, 12, 15))));
        assertEquals(0, uncommitted.count(Set.of(new Range(0, 15, 15))));
        assertEquals(List.of(), inspected);
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsEmpty() {
        assertEquals(1, uncommitted.count(Set.of(new Range(0, 15, 12), new Range(1, 14, 15))));
    }

    @Test
    void inspectsARangeThatStaysOnceAndCountsControlRecordsAsNothing() {
        Set<Range> marks = Set.of(new Range(0, 14, 15));
        assertEquals(1, uncommitted.count(marks));
        assertEquals(0, uncommitted.count(marks));
        assertEquals(0, uncommitted.count(marks));
        assertEquals(1, inspected.size());
        assertEquals(2, uncommitted.count(Set.of(new Range(0, 14, 16))));
    }

    @Test
    void recordsThatAreNeverCommittedStillCount() {
        Set<Range> records = Set.of(new Range(1, 14, 15), new Range(0, 3, 4));
        assertEquals(2, uncommitted.count(records));
        assertEquals(1, uncommitted.count(records));
    }

    @Test
    void countsALargeRangeAsRecordsWithoutInspectingIt() {
        Set<Range> range = Set.of(new Range(0, 0, 20_000));
        uncommitted.count(range);
        assertEquals(20_000, uncommitted.count(range));
        assertEquals(List.of(), inspected);
    }
}
