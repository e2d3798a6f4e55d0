package org.dungeontalk.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.local.stack.Stack;

/**
 * A client that repeats input that costs it nothing, and reconnects when it is cut off. Ends with
 * its thread.
 */
final class Stranger implements Runnable {
    private static final int AT_ONCE = 1_000;
    private static final long BACK_AFTER_MS = 100;
    private static final int FIRST_TEXT = 0x01;
    private static final int CONTINUATION = 0x00;
    private static final String HEADERS =
            "CONNECT\naccept-version:1.2\n" + ("h:" + "x".repeat(230) + "\n").repeat(62);

    /** The behaviour of a stranger. */
    enum Action {
        EMPTY_MESSAGES(RawSocket.TEXT, HEADERS, RawSocket.TEXT, ""),
        ONE_BYTE_MESSAGES(RawSocket.TEXT, HEADERS, RawSocket.TEXT, "x"),
        UNFINISHED_FRAGMENTS(FIRST_TEXT, "C", CONTINUATION, ""),
        BEATS(RawSocket.TEXT, "\n", RawSocket.TEXT, "\n"),
        PINGS(RawSocket.PING, "", RawSocket.PING, "ping"),
        /** Announces 60,000 bytes, then sends byte by byte. */
        HALF_FRAMES(0, "", 0, "x"),
        /** With a token: 50 rooms, each from its partition's beginning. */
        RESUMES(0, "", 0, "");

        private final int beginning;
        private final String begins;
        private final int first;
        private final String payload;

        Action(int beginning, String begins, int first, String payload) {
            this.beginning = beginning;
            this.begins = begins;
            this.first = first;
            this.payload = payload;
        }
    }

    private final Stack stack;
    private final String gateway;
    private final Action action;
    private final String token;
    private final String resumes;
    private final AtomicInteger visits;

    /**
     * @param gateway the gateway to connect to
     * @param token for {@link Action#RESUMES}
     * @param resumes the SUBSCRIBE frames for that
     * @param visits counts accepted connections
     */
    Stranger(
            Stack stack,
            String gateway,
            Action action,
            String token,
            String resumes,
            AtomicInteger visits) {
        this.stack = stack;
        this.gateway = gateway;
        this.action = action;
        this.token = token;
        this.resumes = resumes;
        this.visits = visits;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                visit();
            } catch (IOException cutOff) {
                try {
                    TimeUnit.MILLISECONDS.sleep(BACK_AFTER_MS);
                } catch (InterruptedException enough) {
                    return;
                }
            } catch (InterruptedException enough) {
                return;
            }
        }
    }

    private void visit() throws IOException, InterruptedException {
        try (RawSocket socket = new RawSocket(stack, gateway, "127.0.0.1")) {
            socket.upgrade(action == Action.RESUMES ? "?token=" + token : "", "");
            visits.incrementAndGet();
            switch (action) {
                case RESUMES -> resume(socket);
                case HALF_FRAMES -> halfFrame(socket);
                default -> flood(socket);
            }
        }
    }

    private void flood(RawSocket socket) throws IOException {
        socket.frame(action.beginning, action.begins);
        byte[] one = RawSocket.encoded(action.first, action.payload.getBytes());
        ByteBuffer many = ByteBuffer.allocate(one.length * AT_ONCE);
        while (many.hasRemaining()) {
            many.put(one);
        }
        while (!Thread.currentThread().isInterrupted()) {
            socket.write(many.array());
        }
    }

    private void halfFrame(RawSocket socket) throws IOException, InterruptedException {
        socket.write(
                ByteBuffer.allocate(8)
                        .put((byte) RawSocket.TEXT)
                        .put((byte) 0xFE)
                        .putShort((short) 60_000)
                        .putInt(0)
                        .array());
        while (!Thread.currentThread().isInterrupted()) {
            socket.write("x");
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void resume(RawSocket socket) throws IOException, InterruptedException {
        socket.connect();
        socket.frame(RawSocket.TEXT, resumes);
        TimeUnit.SECONDS.sleep(1);
        if (socket.ended()) {
            throw new IOException("cut off");
        }
    }
}
