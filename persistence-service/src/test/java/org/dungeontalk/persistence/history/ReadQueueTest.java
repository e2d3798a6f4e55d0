package org.dungeontalk.persistence.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadQueueTest {

    private final ReadQueue queue = new ReadQueue(1, 2);
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsThemInTheirOrderAndRefusesWhatIsTooMuch() {
        assertTrue(queue.enter(() -> ran.add("first")));
        assertTrue(queue.enter(() -> ran.add("second")));
        assertTrue(queue.enter(() -> ran.add("third")));
        assertFalse(queue.enter(() -> ran.add("too many")));
        assertEquals(List.of("first"), ran);
        queue.leave();
        queue.leave();
        assertEquals(List.of("first", "second", "third"), ran);
        assertEquals(1, queue.running());
        queue.leave();
        assertEquals(0, queue.running());
    }

    @Test
    void forgetsWhoIsGone() {
        Runnable gone = () -> ran.add("gone");
        queue.enter(() -> ran.add("first"));
        queue.enter(gone);
        queue.withdraw(gone);
        assertEquals(0, queue.waiting());
        queue.leave();
        assertEquals(List.of("first"), ran);
        assertEquals(0, queue.running());
    }
}
