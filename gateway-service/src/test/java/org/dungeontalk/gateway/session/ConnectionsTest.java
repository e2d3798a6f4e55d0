package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.DefaultEventLoop;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.handshake.HandshakeResult;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.HeartBeat;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.TextMessage;
import org.dungeontalk.gateway.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done for one connection throws. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class ConnectionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HeartBeat AT_EVERY_LOOK = new HeartBeat(1, 0);
    private static final HeartBeat NEVER = new HeartBeat(0, 0);

    @Inject Connections connections;

    @Inject Services services;

    @Inject VitalThreads threads;

    private final Loop loop =
            new Loop(new DefaultEventLoop(), work -> threads.guarded("Work", work));
    private final FakeWire failing = new FakeWire(true);
    private final FakeWire well = new FakeWire(false);
    private final List<Connection> opened = new ArrayList<>();

    @Test
    void theClocksOfItsLoopGoOnAndItsConnectionIsCutOff() {
        long before = threads.failures();
        open(AT_EVERY_LOOK);
        Awaitility.await().atMost(TIMEOUT).until(() -> well.beats.get() >= 2);
        Awaitility.await().atMost(TIMEOUT).until(() -> failing.aborts.get() > 0);
        Awaitility.await().atMost(TIMEOUT).until(() -> threads.failures() > before);
    }

    @Test
    void whenAllAreClosedTheOthersAreClosedAllTheSame() {
        open(NEVER);
        loop.execute(connections::closeAll);
        Awaitility.await().atMost(TIMEOUT).until(() -> !well.closes.isEmpty());
        assertEquals(List.of(CloseCode.RESTART), well.closes);
    }

    @Test
    void whoIsGoneIsCountedNoMoreThoughItCouldNotBeCutOff() {
        long before = services.limits.connections();
        open(NEVER);
        gone();
        Awaitility.await().atMost(TIMEOUT).until(() -> services.limits.connections() <= before);
    }

    @AfterEach
    void gone() {
        opened.forEach(connection -> loop.execute(() -> connections.remove(connection)));
    }

    /** The failing one is looked at first. */
    private void open(HeartBeat beat) {
        for (FakeWire wire : List.of(failing, well)) {
            Connection connection =
                    new Connection(
                            "c", services, wire, Framing.PLAIN, loop, HandshakeResult.UNKNOWN);
            connection.agreed(StompVersion.V1_2, beat);
            opened.add(connection);
        }
        loop.execute(() -> opened.forEach(connections::add));
    }

    /** Counts what is done to it; a broken one can be neither written, closed nor cut off. */
    private static final class FakeWire implements Wire {
        private final boolean broken;
        private final AtomicInteger beats = new AtomicInteger();
        private final List<CloseCode> closes = new CopyOnWriteArrayList<>();
        private final AtomicInteger aborts = new AtomicInteger();

        FakeWire(boolean broken) {
            this.broken = broken;
        }

        @Override
        public boolean writable() {
            failIfBroken();
            return true;
        }

        @Override
        public void write(TextMessage message) {
            beats.incrementAndGet();
        }

        @Override
        public void close(CloseCode code) {
            failIfBroken();
            closes.add(code);
        }

        @Override
        public void abort() {
            aborts.incrementAndGet();
            failIfBroken();
        }

        @Override
        public void flush() {}

        @Override
        public void listen(Listener listener) {}

        @Override
        public void unfinished(long bytes) {}

        @Override
        public void ping() {}

        @Override
        public void onWritable(Runnable listener) {}

        private void failIfBroken() {
            if (broken) {
                throw new IllegalStateException("of the test");
            }
        }
    }
}
