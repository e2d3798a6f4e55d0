package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An address on this machine behind which a server stands until another takes it over, or until it
 * restarts.
 */
public final class Tunnel implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final String request;
    private final int number;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    /** Leads to that port. */
    public Tunnel(int server) {
        this(server, "", Integer.MAX_VALUE);
    }

    /**
     * Leads to that port. Once, all connections end, as by a server that restarts: it does not get
     * this request.
     *
     * @param request is in the request, which is what a client writes before it waits for an answer
     * @param number of the request among those that hold this text, from 1
     */
    public Tunnel(int server, String request, int number) {
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.server = server;
        this.request = request;
        this.number = number;
        begin(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /**
     * The server behind the address is gone, and nobody tells its clients: what they send is taken
     * and never answered. Who connects from now on is served.
     */
    public void takenOver() throws IOException {
        for (Connection connection : connections) {
            connection.abandon();
        }
    }

    /** Whether the server has restarted. */
    public boolean hasRestarted() {
        return requests.get() >= number;
    }

    @Override
    public void close() {
        try {
            door.close();
            endAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Connection made =
                    new Connection(
                            door.accept(), new Socket(InetAddress.getLoopbackAddress(), server));
            connections.add(made);
            begin(() -> made.carry(made.client, made.server, this::requested));
            begin(() -> made.carry(made.server, made.client, written -> {}));
        }
    }

    private void requested(String written) throws IOException {
        if (written.contains(request) && requests.incrementAndGet() == number) {
            endAll();
        }
    }

    private void endAll() throws IOException {
        for (Connection connection : connections) {
            connection.end();
        }
    }

    private static void begin(Step step) {
        Runnable task =
                () -> {
                    try {
                        step.run();
                    } catch (IOException closed) {
                        Thread.currentThread().interrupt();
                    }
                };
        Thread thread = new Thread(task, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Step {
        void run() throws IOException;
    }

    private interface Look {
        void at(String written) throws IOException;
    }

    private static final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean abandoned;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to, Look look) throws IOException {
            byte[] bytes = new byte[8_192];
            InputStream in = from.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                look.at(new String(bytes, 0, read, ISO_8859_1));
                if (!abandoned) {
                    to.getOutputStream().write(bytes, 0, read);
                }
            }
            if (!abandoned) {
                end();
            }
        }

        void abandon() throws IOException {
            abandoned = true;
            server.close();
        }

        void end() throws IOException {
            client.close();
            server.close();
        }
    }
}
