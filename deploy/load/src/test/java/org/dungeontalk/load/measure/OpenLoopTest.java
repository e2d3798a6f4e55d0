package org.dungeontalk.load.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void theWarmUpDoesNotCount() {
        OpenLoop loop = new OpenLoop(50, 2 * SECOND, 3 * SECOND);

        assertEquals(100, loop.firstCounted());
        assertEquals(250, loop.messages());
        assertEquals(2 * SECOND, loop.due(loop.firstCounted()));
    }

    @Test
    void aRateThatDividesNoSecondLosesNoMessage() {
        OpenLoop loop = new OpenLoop(7, SECOND, 10 * SECOND);

        assertEquals(7, loop.firstCounted());
        assertEquals(77, loop.messages());
    }

    @Test
    void everyMessageIsSentOnceAndNotBeforeItIsDue() {
        OpenLoop loop = new OpenLoop(1_000, 0, SECOND / 10);
        List<Long> sent = new ArrayList<>();
        List<Long> early = new ArrayList<>();
        long start = System.nanoTime();

        loop.run(
                start,
                (message, due) -> {
                    sent.add(message);
                    if (System.nanoTime() - start < due) {
                        early.add(message);
                    }
                });

        assertEquals(List.of(), early);
        assertEquals(100, sent.size());
        assertEquals(99L, sent.get(99));
    }

    @Test
    void aSlowSenderMakesMessagesLateAndNotFewer() {
        OpenLoop loop = new OpenLoop(1_000, 0, SECOND / 10);
        List<Long> dues = new ArrayList<>();

        long late =
                loop.run(
                        System.nanoTime(),
                        (message, due) -> {
                            dues.add(due);
                            LockSupport.parkNanos(2_000_000);
                        });

        assertEquals(100, dues.size());
        assertEquals(loop.due(99), dues.get(99));
        assertTrue(late > SECOND / 20, late + " ns late");
    }
}
