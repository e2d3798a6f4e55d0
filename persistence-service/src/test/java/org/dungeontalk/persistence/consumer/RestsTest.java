package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestsTest {

    private final List<Rest> lookedInto = new ArrayList<>();
    private final Rests rests =
            new Rests(
                    rest -> {
                        lookedInto.add(rest);
                        return rest.partition() > 0;
                    });

    @Test
    void countsOffsetsWithoutLookingWhileTheyMove() {
        assertEquals(5, rests.records(Set.of(new Rest(0, 10, 15))));
        assertEquals(3, rests.records(Set.of(new Rest(0, 12, 15))));
        assertEquals(0, rests.records(Set.of(new Rest(0, 15, 15))));
        assertEquals(List.of(), lookedInto);
    }

    @Test
    void looksOnceIntoWhatStaysAndCountsMarksAsNothing() {
        Set<Rest> marks = Set.of(new Rest(0, 14, 15));
        assertEquals(1, rests.records(marks));
        assertEquals(0, rests.records(marks));
        assertEquals(0, rests.records(marks));
        assertEquals(1, lookedInto.size());
        assertEquals(2, rests.records(Set.of(new Rest(0, 14, 16))));
    }

    @Test
    void recordsThatStayStillCount() {
        Set<Rest> records = Set.of(new Rest(1, 14, 15), new Rest(0, 3, 4));
        assertEquals(2, rests.records(records));
        assertEquals(1, rests.records(records));
    }

    @Test
    void takesALongRestForRecords() {
        Set<Rest> rest = Set.of(new Rest(0, 0, 20_000));
        rests.records(rest);
        assertEquals(20_000, rests.records(rest));
        assertEquals(List.of(), lookedInto);
    }
}
