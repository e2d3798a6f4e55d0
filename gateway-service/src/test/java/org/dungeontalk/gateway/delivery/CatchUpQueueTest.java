package org.dungeontalk.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpQueueTest {
    private final Deque<Runnable> whenTaken = new ArrayDeque<>();
    private final CatchUpQueue turns = new CatchUpQueue(whenTaken::add);
    private final List<String> done = new ArrayList<>();

    @Test
    void oneAtATimeAndEachInItsTurnOnceTheClientHasTakenAll() {
        turns.take(() -> done.add("a"));
        turns.take(() -> done.add("b"));
        turns.take(() -> done.add("c"));
        turns.next();
        assertEquals(List.of("a"), done);
        whenTaken.remove().run();
        turns.take(() -> done.add("a again"));
        for (int i = 0; i < 3; i++) {
            turns.next();
            whenTaken.remove().run();
        }
        assertEquals(List.of("a", "b", "c", "a again"), done);
        turns.take(() -> done.add("d"));
        assertEquals("d", done.get(4));
    }
}
