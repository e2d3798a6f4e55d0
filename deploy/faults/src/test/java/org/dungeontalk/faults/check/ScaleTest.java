package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million events. {@code -Dcheck.events=10000000} makes it ten million: see deploy/faults. */
class ScaleTest {

    private static final long EVENTS = Long.getLong("check.events", 1_000_000);

    private final AtomicLong time = new AtomicLong();

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void accusesNobodyInACrowdThatGoesAndComesBack(int rooms) {
        History history = new History(time::incrementAndGet);
        long events = 0;
        for (int room = 0; room < rooms; room++) {
            events += new BusyRoom(history, "room-" + room).fill(EVENTS / rooms, null);
        }
        assertTrue(events >= EVENTS);
        Verdict verdict = new Checker(history).check();
        assertTrue(verdict.isClean(), verdict::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void findsOneMessageOfEachKindAmongThem(int roomsOfEach) {
        History history = new History(time::incrementAndGet);
        Set<Violation> all = EnumSet.allOf(Violation.class);
        long events = EVENTS / all.size() / roomsOfEach;
        for (int room = 0; room < roomsOfEach; room++) {
            for (Violation planted : all) {
                String name = planted.text() + " " + room;
                new BusyRoom(history, name).fill(events, room == roomsOfEach - 1 ? planted : null);
            }
        }
        Verdict verdict = new Checker(history).check();
        assertEquals(all, verdict.findings().keySet(), verdict::toString);
        for (Violation planted : all) {
            long inAPair = planted == Violation.SPLIT_ORDER ? 2 : 1;
            assertEquals(inAPair, verdict.count(planted), verdict::toString);
            assertTrue(
                    verdict.findings().get(planted).first().text().contains(planted.text() + " "),
                    verdict::toString);
        }
    }
}
