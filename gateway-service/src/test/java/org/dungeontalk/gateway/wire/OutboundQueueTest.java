package org.dungeontalk.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final Loop loop = new Loop(eventLoop);
    private final Socket socket = new Socket();
    private int overflows;
    private final OutboundQueue outbox =
            outbox(socket, 100, new OutboundMemory(1_000), () -> overflows++);

    @AfterEach
    void stop() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private OutboundQueue outbox(Socket to, long limit, OutboundMemory memory, Runnable overflow) {
        return new OutboundQueue(to, loop, limit, memory, overflow);
    }

    @Test
    void theClientWithTheMostIsLetGoWhenTooMuchWaitsForAllTogether() throws Exception {
        OutboundMemory memory = new OutboundMemory(100);
        OutboundQueue[] clients = new OutboundQueue[4];
        List<Integer> closed = new ArrayList<>();
        onLoop(
                () -> {
                    for (int i = 0; i < clients.length; i++) {
                        int client = i;
                        Socket deaf = new Socket();
                        deaf.writable = false;
                        clients[i] =
                                outbox(
                                        deaf,
                                        100,
                                        memory,
                                        () -> {
                                            closed.add(client);
                                            clients[client].close(CloseCode.SLOW_CONSUMER);
                                        });
                        clients[i].send(message("x".repeat(10 + 5 * (i % 3))));
                    }
                    assertEquals(63, memory.bytes());
                    clients[0].send(message("x".repeat(46)));
                    return null;
                });
        onLoop(() -> null);
        assertEquals(List.of(0), closed);
        assertEquals(51, memory.bytes());
        assertEquals(1, memory.shed());
        onLoop(
                () -> {
                    clients[3].send(message("x".repeat(30)));
                    clients[1].send(message("x".repeat(30)));
                    return null;
                });
        onLoop(() -> null);
        assertEquals(List.of(0, 1), closed);
        assertEquals(2, memory.shed());
        onLoop(
                () -> {
                    clients[2].close(CloseCode.NORMAL);
                    clients[3].abort();
                    return null;
                });
        assertEquals(0, memory.bytes());
    }

    @Test
    void flushesOnceForAllThatATurnWrites() throws Exception {
        onLoop(
                () -> {
                    for (int i = 0; i < 10; i++) {
                        outbox.send(message("m" + i));
                    }
                    assertEquals(0, socket.flushes);
                    return null;
                });
        onLoop(() -> null);
        assertEquals(1, socket.flushes);
        assertEquals(10, socket.sent.size());
    }

    @Test
    void holdsWhatTheSocketDoesNotTakeAndSendsItInOrderLater() throws Exception {
        onLoop(
                () -> {
                    socket.writable = false;
                    outbox.send(message("one"));
                    outbox.send(message("two"));
                    assertEquals(List.of(), socket.sent);
                    assertEquals(10, outbox.waitingBytes());
                    socket.writable = true;
                    socket.listener.run();
                    outbox.send(message("three"));
                    return null;
                });
        assertEquals(List.of("one", "two", "three"), socket.sent);
        assertEquals(0, outbox.waitingBytes());
    }

    @Test
    void tellsWhenTheBoundIsReachedAndKeepsNothingAfterTheClose() throws Exception {
        onLoop(
                () -> {
                    socket.writable = false;
                    outbox.send(message("x".repeat(60)));
                    outbox.send(message("y".repeat(60)));
                    assertEquals(1, overflows);
                    outbox.close(CloseCode.SLOW_CONSUMER);
                    assertEquals(0, outbox.waitingBytes());
                    outbox.send(message("late"));
                    return null;
                });
        assertEquals(List.of(CloseCode.SLOW_CONSUMER), socket.closes);
        assertEquals(List.of(), socket.sent);
    }

    @Test
    void knowsHowLongTheSocketHasTakenNothing() throws Exception {
        onLoop(
                () -> {
                    assertEquals(0, outbox.stuckFor(loop.now() + 5_000));
                    socket.writable = false;
                    outbox.send(message("one"));
                    assertTrue(outbox.stuckFor(loop.now() + 5_000) >= 5_000);
                    return null;
                });
    }

    @Test
    void aSocketThatTakesAMessageNowAndThenIsNotStuck() throws Exception {
        long stuck =
                onLoop(
                        () -> {
                            socket.writable = false;
                            outbox.send(message("one"));
                            outbox.send(message("two"));
                            return loop.now();
                        });
        await().until(() -> loop.now() - stuck > 200);
        onLoop(
                () -> {
                    socket.takes = 1;
                    socket.listener.run();
                    assertEquals(List.of("one"), socket.sent);
                    assertTrue(outbox.stuckFor(loop.now()) < 200, "it took one just now");
                    return null;
                });
    }

    @Test
    void framesAreWhatWebSocketSaysAtEveryLength() {
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            byte[] frame = message("z".repeat(length)).frame();
            assertEquals((byte) 0x81, frame[0]);
            int head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
            assertEquals(length + head, frame.length);
            assertEquals(length < 126 ? length : length < 65_536 ? 126 : 127, frame[1]);
        }
    }

    private static TextMessage message(String text) {
        return TextMessage.of(text.getBytes(UTF_8));
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return eventLoop.submit(task).get(10, TimeUnit.SECONDS);
    }

    private static final class Socket implements Wire {
        @Override
        public void listen(Listener listener) {}

        @Override
        public void unfinished(long bytes) {}

        @Override
        public void ping() {}

        private final List<String> sent = new ArrayList<>();
        private final List<CloseCode> closes = new ArrayList<>();
        private volatile int flushes;
        private boolean writable = true;
        private int takes;
        private Runnable listener;

        @Override
        public boolean writable() {
            return writable || takes > 0;
        }

        @Override
        public void write(TextMessage message) {
            takes--;
            sent.add(text(message.frame()));
        }

        private static String text(byte[] frame) {
            int head = frame[1] == 126 ? 4 : 2;
            return new String(frame, head, frame.length - head, UTF_8);
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void close(CloseCode code) {
            closes.add(code);
        }

        @Override
        public void abort() {}

        @Override
        public void onWritable(Runnable listener) {
            this.listener = listener;
        }
    }
}
