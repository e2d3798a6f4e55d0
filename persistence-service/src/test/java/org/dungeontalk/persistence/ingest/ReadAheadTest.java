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

    private final ReadAhead readAhead = new ReadAhead(LONG, LONG);
    private final AtomicInteger handedOver = new AtomicInteger();
    private final Thread polling = new Thread(() -> poll(readAhead));

    private void poll(ReadAhead readAhead) {
        while (!Thread.currentThread().isInterrupted()) {
            readAhead.handOver();
            handedOver.incrementAndGet();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        polling.interrupt();
        polling.join();
    }

    @Test
    void handsOverOnePollForEachThatIsTaken() {
        polling.start();
        awaitWaiting();
        assertEquals(ReadAhead.POLLS, handedOver.get());
        for (int taken = 1; taken < 5; taken++) {
            readAhead.taken();
            int polls = ReadAhead.POLLS + taken;
            await().atMost(LIMIT).until(() -> handedOver.get() >= polls);
            awaitWaiting();
            assertEquals(polls, handedOver.get());
        }
    }

    @Test
    void waitsOnlyBrieflySoThatThePollingThreadCanDoWhatTheEventLoopNeeds() throws Exception {
        Thread brief = new Thread(() -> poll(new ReadAhead(SHORT, LONG)));
        brief.start();
        await().atMost(LIMIT).until(() -> handedOver.get() == ReadAhead.MOST_POLLS);
        brief.interrupt();
        brief.join();
        assertEquals(ReadAhead.MOST_POLLS + 1, handedOver.get());
    }

    @Test
    void countsAnewWhenPartitionsAreRevoked() {
        for (int poll = 0; poll < ReadAhead.POLLS; poll++) {
            readAhead.handOver();
        }
        readAhead.revoked();
        polling.start();
        awaitWaiting();
        assertEquals(ReadAhead.POLLS, handedOver.get());
    }

    @Test
    void goesOnAfterPollsThatAreNeverTaken() throws InterruptedException {
        Thread impatient = new Thread(() -> poll(new ReadAhead(SHORT, SHORT)));
        impatient.start();
        await().atMost(LIMIT).until(() -> handedOver.get() > 2 * ReadAhead.MOST_POLLS);
        impatient.interrupt();
        impatient.join();
    }

    @Test
    void takesPollsThatItHasForgotten() {
        for (int poll = 0; poll < ReadAhead.POLLS; poll++) {
            readAhead.taken();
        }
        polling.start();
        awaitWaiting();
        assertEquals(ReadAhead.POLLS, handedOver.get());
    }

    private void awaitWaiting() {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> polling.getState() == Thread.State.TIMED_WAITING);
    }
}
