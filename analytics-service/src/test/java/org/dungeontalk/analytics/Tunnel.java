package org.dungeontalk.analytics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An address on this machine behind which a server stands until another takes it over. */
public final class Tunnel implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    /** Leads to that port. */
    public Tunnel(int server) {
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.server = server;
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

    @Override
    public void close() {
        try {
            door.close();
            for (Connection connection : connections) {
                connection.end();
            }
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
            begin(() -> made.carry(made.client, made.server));
            begin(() -> made.carry(made.server, made.client));
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

    private static final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean abandoned;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to) throws IOException {
            byte[] bytes = new byte[8_192];
            InputStream in = from.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
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
