package org.dungeontalk.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final VitalThreads threads = new VitalThreads(new SimpleMeterRegistry());
    private final Loop loop = new Loop(eventLoop, work -> threads.guarded("Work", work));
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void end() {
        eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void aRepeatedTaskThatThrowsIsRepeatedAllTheSame() {
        loop.every(
                5,
                () -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("of the test");
                });
        Awaitility.await().atMost(TIMEOUT).until(() -> runs.get() >= 3);
        assertTrue(threads.failures() >= 2);
    }

    @Test
    void workThatThrowsGivesItsPlaceBack() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            assertTrue(
                    loop.handOver(
                            () -> {
                                throw new IllegalStateException("of the test");
                            },
                            20_000));
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> threads.failures() == 200);
    }

    @Test
    void anOutboxWhoseWireThrowsLeavesTheOthersTheirFlush() {
        AtomicInteger flushed = new AtomicInteger();
        loop.execute(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        Wire wire = new Flushed(i == 0, flushed);
                        new OutboundQueue(wire, loop, 1_000, new OutboundMemory(10_000), () -> {})
                                .send(TextMessage.of(new byte[1]));
                    }
                });
        Awaitility.await().atMost(TIMEOUT).until(() -> flushed.get() == 2);
        assertEquals(1, threads.failures());
    }

    private static final class Flushed extends RecordingWire {
        private final boolean broken;
        private final AtomicInteger flushes;

        Flushed(boolean broken, AtomicInteger flushes) {
            super(frame -> {}, code -> {});
            this.broken = broken;
            this.flushes = flushes;
        }

        @Override
        public void write(TextMessage message) {}

        @Override
        public void flush() {
            if (broken) {
                throw new IllegalStateException("of the test");
            }
            flushes.incrementAndGet();
        }
    }
}
