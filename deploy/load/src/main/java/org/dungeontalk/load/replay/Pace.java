package org.dungeontalk.load.replay;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Spaces starts evenly in time, over all rooms together. Thread-safe. Never blocks: it schedules
 * early starts.
 */
final class Pace {

    private final ScheduledExecutorService scheduler;
    private final long nanosBetween;
    private long next = System.nanoTime();

    /**
     * @param perSecond starts per second; 0: no limit
     */
    Pace(ScheduledExecutorService scheduler, double perSecond) {
        this.scheduler = scheduler;
        this.nanosBetween = perSecond == 0 ? 0 : (long) (1e9 / perSecond);
    }

    /** Runs this in its turn, on the calling thread if that is now. */
    void start(Runnable work) {
        long wait = reserve();
        if (wait <= 0) {
            work.run();
        } else {
            scheduler.schedule(work, wait, TimeUnit.NANOSECONDS);
        }
    }

    private synchronized long reserve() {
        long now = System.nanoTime();
        if (nanosBetween == 0) {
            return 0;
        }
        long turn = Math.max(now, next);
        next = turn + nanosBetween;
        return turn - now;
    }
}
