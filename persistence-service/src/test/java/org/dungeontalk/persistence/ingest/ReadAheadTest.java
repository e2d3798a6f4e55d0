package org.dungeontalk.persistence.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Bytes of a poll. */
    private static final long POLL = 1_000;

    /** Eight polls may wait; from four on each waits briefly. */
    private static final long MOST = 8 * POLL;

    private final AtomicInteger handedOver = new AtomicInteger();
    private Thread polling;

    private void poll(ReadAhead readAhead) {
        polling =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                readAhead.handOver(POLL);
                                handedOver.incrementAndGet();
                            }
                        });
        polling.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        polling.interrupt();
        polling.join();
    }

    @Test
    void handsOverOnePollForEachThatIsTaken() {
        ReadAhead readAhead = new ReadAhead(MOST, LONG, LONG);
        poll(readAhead);
        awaitWaiting();
        assertEquals(4, handedOver.get());
        for (int polls = 5; polls < 9; polls++) {
            readAhead.taken(POLL);
            int expected = polls;
            await().atMost(LIMIT).until(() -> handedOver.get() >= expected);
            awaitWaiting();
            assertEquals(expected, handedOver.get());
        }
    }

    @Test
    void waitsOnlyBrieflySoThatThePollingThreadCanDoWhatTheEventLoopNeeds() throws Exception {
        poll(new ReadAhead(MOST, SHORT, LONG));
        await().atMost(LIMIT).until(() -> handedOver.get() == 8);
        stop();
        assertEquals(9, handedOver.get(), "the interrupted one too, and no more");
    }

    @Test
    void goesOnSlowlyWhenTheEventLoopTakesNothing() {
        poll(new ReadAhead(MOST, SHORT, SHORT));
        await().atMost(LIMIT).until(() -> handedOver.get() > 16);
    }

    @Test
    void countsAnewWhenPartitionsAreRevoked() {
        ReadAhead readAhead = new ReadAhead(MOST, LONG, LONG);
        readAhead.handOver(MOST);
        readAhead.revoked();
        poll(readAhead);
        awaitWaiting();
        assertEquals(4, handedOver.get());
    }

    @Test
    void takesPollsThatItHasForgotten() {
        ReadAhead readAhead = new ReadAhead(MOST, LONG, LONG);
        readAhead.taken(MOST);
        poll(readAhead);
        awaitWaiting();
        assertEquals(4, handedOver.get());
    }

    private void awaitWaiting() {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> polling.getState() == Thread.State.TIMED_WAITING);
    }
}
