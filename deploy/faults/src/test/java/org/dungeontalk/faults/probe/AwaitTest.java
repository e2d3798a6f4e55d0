package org.dungeontalk.faults.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void endsWithTheFirstAnswerThatIsWanted() throws Exception {
        assertEquals(3, Await.answer(LONG, PAUSE, asked::incrementAndGet, n -> n == 3));
        assertEquals(3, asked.get());
        assertTrue(Await.until(LONG, PAUSE, () -> asked.incrementAndGet() == 6));
        assertEquals(6, asked.get());
    }

    @Test
    void asksOnceEvenWithoutTime() throws Exception {
        assertTrue(Await.until(Duration.ZERO, LONG, () -> asked.incrementAndGet() == 1));
    }

    @Test
    void returnsTheLastAnswerAfterTheLimit() throws Exception {
        assertFalse(Await.until(SHORT, PAUSE, () -> false));
        int last = Await.answer(SHORT, PAUSE, asked::incrementAndGet, n -> n < 0);
        assertEquals(asked.get(), last);
        assertTrue(last > 1, () -> last + " questions");
    }

    @Test
    void endsWithTheFailureOfAQuestion() {
        assertThrows(
                IOException.class,
                () ->
                        Await.until(
                                LONG,
                                PAUSE,
                                () -> {
                                    throw new IOException("no answer");
                                }));
    }

    @Test
    void waitsUntilANumberStaysTheSame() throws Exception {
        Await.unchanged(PAUSE, () -> Math.min(4, asked.incrementAndGet()));
        assertEquals(5, asked.get());
    }
}
