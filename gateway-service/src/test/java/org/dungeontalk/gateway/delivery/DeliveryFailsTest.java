package org.dungeontalk.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.channel.DefaultEventLoop;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.TextMessage;
import org.junit.jupiter.api.Test;

/** Delivering to one room throws: its members resume, and the rooms beside it get everything. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class DeliveryFailsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject Rooms rooms;

    @Inject VitalThreads threads;

    @Inject LogReader reader;

    private final Loop loop = new Loop(new DefaultEventLoop());

    @Test
    void theMembersOfThatRoomResumeAndTheOthersGetEverything() {
        String prefix = "fails-" + UUID.randomUUID() + "-";
        List<Listening> well =
                IntStream.range(0, 5)
                        .mapToObj(i -> join(prefix + i, new Listening(false)))
                        .toList();
        Listening broken = join(prefix + "broken", new Listening(true));
        long before = threads.failures();
        for (int n = 0; n < 3; n++) {
            Topics.write(
                    "game-messages", prefix + "broken", "{}", Map.of("kind", "chat", "from", "x"));
            for (int i = 0; i < 5; i++) {
                Topics.write(
                        "game-messages", prefix + i, "{}", Map.of("kind", "chat", "from", "x"));
            }
        }
        Awaitility.await().atMost(TIMEOUT).until(broken.resumed::get);
        for (Listening member : well) {
            Awaitility.await().atMost(TIMEOUT).until(() -> member.delivered.get() == 3);
            assertFalse(member.resumed.get());
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> threads.failures() > before);
    }

    @Test
    void whenNothingCanBeHandedOverWhoIsConcernedResumesAndTheLogIsReadOn() {
        String room = "fails-" + UUID.randomUUID();
        Refusing refusing = new Refusing();
        Loop once = new Loop(refusing);
        Listening member = join(once, room, new Listening(false));
        refusing.next.set(true);
        Topics.write("game-messages", room, "{}", Map.of("kind", "chat", "from", "x"));
        Awaitility.await().atMost(TIMEOUT).until(member.resumed::get);
        Topics.write("game-messages", room, "{}", Map.of("kind", "chat", "from", "x"));
        Awaitility.await().atMost(TIMEOUT).until(() -> member.delivered.get() == 1);
    }

    @Test
    void anEventLoopThatTakesNothingKeepsNobodyElseFromResuming() {
        String room = "fails-" + UUID.randomUUID();
        Refusing refusing = new Refusing();
        join(new Loop(refusing), room, new Listening(false));
        Listening member = join(room, new Listening(false));
        Topic topic = reader.topic().orElseThrow();
        long before = threads.failures();
        refusing.next.set(true);
        rooms.closeMembers(topic, topic.partitionOf(room));
        Awaitility.await().atMost(TIMEOUT).until(member.resumed::get);
        assertEquals(before + 1, threads.failures());
    }

    /** An event loop that refuses the next piece of work. */
    private static final class Refusing extends DefaultEventLoop {
        private final AtomicBoolean next = new AtomicBoolean();

        @Override
        public void execute(Runnable task) {
            if (next.compareAndSet(true, false)) {
                throw new IllegalStateException("of the test");
            }
            super.execute(task);
        }
    }

    private Listening join(String room, Listening member) {
        return join(loop, room, member);
    }

    private Listening join(Loop loop, String room, Listening member) {
        RoomKey key = RoomKey.of(RoomKind.CHAT, room).orElseThrow();
        CompletableFuture<Void> fixed = new CompletableFuture<>();
        loop.execute(() -> rooms.join(key, loop, member, from -> fixed.complete(null)));
        fixed.orTimeout(30, TimeUnit.SECONDS).join();
        return member;
    }

    private static final class Listening implements CatchUp.Target {
        private final boolean broken;
        private final AtomicBoolean resumed = new AtomicBoolean();
        private final AtomicInteger delivered = new AtomicInteger();
        private long from = Long.MAX_VALUE;

        Listening(boolean broken) {
            this.broken = broken;
        }

        @Override
        public String playerId() {
            return "p";
        }

        @Override
        public long liveFrom() {
            return from;
        }

        @Override
        public Head head() {
            return new Head("MESSAGE\n");
        }

        @Override
        public void deliver(TextMessage message, int count) {
            if (broken) {
                throw new IllegalStateException("of the test");
            }
            delivered.addAndGet(count);
        }

        @Override
        public Notice.Part noticePart() {
            return Notice.Part.NONE;
        }

        @Override
        public void notice(TextMessage message) {}

        @Override
        public void resume() {
            resumed.set(true);
        }

        @Override
        public boolean left() {
            return false;
        }

        @Override
        public void live(long first) {
            from = first;
        }

        @Override
        public CatchUpQueue turns() {
            return new CatchUpQueue(Runnable::run);
        }

        @Override
        public void whenTaken(Runnable task) {
            task.run();
        }
    }
}
