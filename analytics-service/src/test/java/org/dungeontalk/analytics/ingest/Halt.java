package org.dungeontalk.analytics.ingest;

import io.quarkus.test.junit.QuarkusMock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;

/** Halts a thread of the service, as a call that does not return, until it is told to go on. */
final class Halt extends Clock {

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private final CountDownLatch over = new CountDownLatch(1);
    private final String thread;

    private Halt(String thread) {
        this.thread = thread;
    }

    /** The thread of this name hangs when it asks for the time, which it does all the time. */
    static Halt of(String thread) {
        Halt halt = new Halt(thread);
        QuarkusMock.installMockForType(halt, Clock.class);
        return halt;
    }

    @Override
    public Instant instant() {
        if (Thread.currentThread().getName().equals(thread)) {
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        return clock.instant();
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return clock.withZone(zone);
    }

    /** The thread goes on. */
    void end() {
        over.countDown();
    }
}
