package org.dungeontalk.faults.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One connection through a {@link TcpProxy}: two sockets, and a thread for each direction. */
final class ProxiedConnection {

    /** Past it, the sender finds its window full. */
    private static final int MOST_HELD = 1 << 20;

    private final Socket client;
    private final Socket server;
    private final Supplier<Link> link;
    private final Consumer<ProxiedConnection> onEnd;
    private final Direction requests;
    private final Direction answers;
    private volatile String opening = "";

    /**
     * @param link the present state of the link
     * @param onEnd called once or more when both directions have ended
     */
    ProxiedConnection(
            Socket client, Socket server, Supplier<Link> link, Consumer<ProxiedConnection> onEnd) {
        this.client = client;
        this.server = server;
        this.link = link;
        this.onEnd = onEnd;
        this.requests = new Direction(client, server);
        this.answers = new Direction(server, client);
    }

    void start() {
        daemon(requests::copy);
        daemon(answers::copy);
    }

    /** Passes on what was held, or resets both sides. */
    void linkChanged() {
        if (link.get() == Link.CUT) {
            reset();
        } else {
            requests.release();
            answers.release();
        }
    }

    /** How long the client has waited for an answer. */
    Silence silence(long now) {
        long until = requests.endedAt(now);
        long nanos = Math.max(requests.heldFor(until), answers.heldFor(until));
        return new Silence(opening, Duration.ofNanos(nanos));
    }

    /** Resets both sides: their peers learn it at once. */
    void reset() {
        reset(client);
        reset(server);
        requests.wake();
        answers.wake();
        onEnd.accept(this);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already, and so without a linger.
        }
        close(socket);
    }

    private void directionEnded() {
        if (requests.passedEnd() && answers.passedEnd()) {
            close(client);
            close(server);
            onEnd.accept(this);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket can't be closed", e);
        }
    }

    static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** The bytes from one side to the other, and the end of the sending side. */
    private final class Direction {
        private final Socket from;
        private final Socket to;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private long heldSince;
        private long endedAt;
        private boolean ended;
        private boolean passedEnd;

        Direction(Socket from, Socket to) {
            this.from = from;
            this.to = to;
        }

        /** Runs until the sending side has ended. */
        void copy() {
            byte[] piece = new byte[TcpProxy.PIECE];
            try {
                InputStream in = from.getInputStream();
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    noteOpening(piece, read);
                    if (link.get() == Link.SLOW) {
                        TimeUnit.MILLISECONDS.sleep(TcpProxy.SLOW_MILLIS);
                    }
                    pass(piece, read);
                }
                end();
            } catch (IOException e) {
                end();
            } catch (InterruptedException e) {
                reset();
            }
        }

        private void noteOpening(byte[] piece, int length) {
            if (from == client && opening.isEmpty()) {
                opening = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
            }
        }

        private synchronized void pass(byte[] piece, int length)
                throws IOException, InterruptedException {
            while (link.get() == Link.HALF_OPEN && held.size() >= MOST_HELD) {
                wait();
            }
            if (link.get() == Link.HALF_OPEN) {
                hold(piece, length);
            } else {
                passHeld();
                to.getOutputStream().write(piece, 0, length);
            }
        }

        private void passHeld() throws IOException {
            held.writeTo(to.getOutputStream());
            held.reset();
        }

        private void hold(byte[] piece, int length) {
            if (held.size() == 0) {
                heldSince = System.nanoTime();
            }
            held.write(piece, 0, length);
        }

        private void end() {
            synchronized (this) {
                ended = true;
                endedAt = System.nanoTime();
            }
            release();
        }

        /** Passes on what was held, and then the end of the sending side, unless half-open. */
        void release() {
            synchronized (this) {
                if (link.get() != Link.HALF_OPEN) {
                    passAll();
                }
                notifyAll();
            }
            directionEnded();
        }

        private void passAll() {
            try {
                passHeld();
            } catch (IOException receiverGone) {
                passEnd();
            }
            if (ended) {
                passEnd();
            }
        }

        private void passEnd() {
            if (passedEnd) {
                return;
            }
            passedEnd = true;
            try {
                to.shutdownOutput();
            } catch (IOException e) {
                close(to);
            }
        }

        synchronized boolean passedEnd() {
            return passedEnd;
        }

        synchronized void wake() {
            notifyAll();
        }

        /** When the sending side ended; the given time if it has not. */
        synchronized long endedAt(long otherwise) {
            return ended ? endedAt : otherwise;
        }

        /** Nanoseconds for which bytes had been held at this time; 0 if none were. */
        synchronized long heldFor(long until) {
            return held.size() == 0 ? 0 : Math.max(0, until - heldSince);
        }
    }
}
