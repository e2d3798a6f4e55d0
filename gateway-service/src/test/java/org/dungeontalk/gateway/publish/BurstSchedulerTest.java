package org.dungeontalk.gateway.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BurstSchedulerTest {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Integer> passed = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void theFirstAfterASilencePassesLongBeforeTheIntervalIsOver() {
        BurstScheduler<Integer> pace = pace(Duration.ofHours(1));

        pace.offer(1);

        await().atMost(Duration.ofSeconds(30)).until(() -> passed.equals(List.of(1)));
    }

    @Test
    void whatComesMeanwhileWaitsForTheInterval() throws Exception {
        BurstScheduler<Integer> pace = pace(Duration.ofHours(1));
        pace.offer(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> passed.size() == 1);

        pace.offer(2);
        pace.offer(3);
        thread.submit(() -> {}).get();

        assertEquals(List.of(1), passed);
    }

    @Test
    void everythingPassesInTheOrderOffered() {
        BurstScheduler<Integer> pace = pace(Duration.ofMillis(2));

        IntStream.range(0, 10_000).forEach(pace::offer);

        await().atMost(Duration.ofSeconds(30)).until(() -> passed.size() == 10_000);
        assertEquals(IntStream.range(0, 10_000).boxed().toList(), passed);
    }

    @Test
    void burstsAreTheIntervalApart() {
        List<Long> bursts = new CopyOnWriteArrayList<>();
        long interval = Duration.ofMillis(50).toNanos();
        BurstScheduler<Integer> pace =
                new BurstScheduler<>(
                        thread,
                        Duration.ofNanos(interval),
                        Duration.ofNanos(interval),
                        thing -> {
                            bursts.add(System.nanoTime());
                        });
        pace.offer(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> bursts.size() == 1);
        pace.offer(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> bursts.size() == 2);

        assertTrue(bursts.get(1) - bursts.get(0) > interval * 9 / 10);
    }

    @Test
    void theIntervalGrowsWithTheLoadAndHasABound() {
        long second = Duration.ofSeconds(1).toNanos();
        assertEquals(5_000_000, BurstScheduler.interval(0, second, 5_000_000, 20_000_000));
        assertEquals(5_150_000, BurstScheduler.interval(1, second / 10, 5_000_000, 20_000_000));
        assertEquals(12_500_000, BurstScheduler.interval(10, second / 50, 5_000_000, 20_000_000));
        assertEquals(20_000_000, BurstScheduler.interval(20, second / 50, 5_000_000, 20_000_000));
        assertEquals(
                20_000_000, BurstScheduler.interval(10_000, second / 50, 5_000_000, 20_000_000));
        assertEquals(20_000_000, BurstScheduler.interval(1, 0, 5_000_000, 20_000_000));
    }

    private BurstScheduler<Integer> pace(Duration interval) {
        return new BurstScheduler<>(thread, interval, interval, passed::add);
    }
}
