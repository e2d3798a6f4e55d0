package org.dungeontalk.load.replay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger started = new AtomicInteger();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void startsNoMoreThanSoManyInASecond() {
        long began = System.nanoTime();
        Pace pace = new Pace(scheduler, 100);
        for (int i = 0; i < 21; i++) {
            pace.start(started::incrementAndGet);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> started.get() == 21);
        assertTrue(System.nanoTime() - began >= Duration.ofMillis(200).toNanos());
    }

    @Test
    void startsAtOnceAtFullSpeed() {
        Pace pace = new Pace(scheduler, 0);
        pace.start(started::incrementAndGet);
        pace.start(started::incrementAndGet);
        assertTrue(started.get() == 2);
    }
}
