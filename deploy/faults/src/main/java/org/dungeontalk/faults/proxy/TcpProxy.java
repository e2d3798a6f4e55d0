package org.dungeontalk.faults.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on this machine that stands for the network between clients and a server. It forwards
 * each connection over one of its own, and {@link #set} breaks and heals all of them at once.
 *
 * <p>Two daemon threads serve each connection. Any thread may call the methods.
 */
public final class TcpProxy implements AutoCloseable {

    /** The most bytes that are forwarded at once. */
    static final int PIECE = 8_192;

    /** How long a slow link takes for a piece, in milliseconds. */
    static final long SLOW_MILLIS = 200;

    private static final int BACKLOG = 200;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private volatile int target;
    private final ServerSocket server;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Link link = Link.OPEN;

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, BACKLOG, HERE);
    }

    /**
     * A proxy on a free port whose link is open.
     *
     * @param target the server's port on this machine; needs not be open yet
     */
    public static TcpProxy to(int target) throws IOException {
        TcpProxy proxy = new TcpProxy(target);
        ProxiedConnection.daemon(proxy::accept);
        return proxy;
    }

    /** The port that clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** The server's port. */
    public int target() {
        return target;
    }

    /** Leads new connections to another server. Those that are open stay where they are. */
    public void leadTo(int port) {
        target = port;
    }

    /** Resets all open connections. */
    public void resetAll() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Changes the state of the link, for all connections and for new ones. */
    public void set(Link state) {
        link = state;
        connections.forEach(ProxiedConnection::linkChanged);
    }

    /**
     * Of each client that waits for an answer over the half-open link, how long: until it closed
     * the connection, or until now. Empty while the link is not half-open.
     */
    public List<Silence> silences() {
        long now = System.nanoTime();
        return connections.stream()
                .map(one -> one.silence(now))
                .filter(silence -> !silence.lasted().isZero())
                .toList();
    }

    /** Number of connections whose two sides have not both ended. */
    int open() {
        return connections.size();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                try {
                    open(client);
                } catch (IOException away) {
                    ProxiedConnection.reset(client);
                }
            }
        } catch (IOException closed) {
            set(Link.CUT);
        }
    }

    private void open(Socket client) throws IOException {
        if (link == Link.CUT) {
            ProxiedConnection.reset(client);
            return;
        }
        Socket forward = new Socket(HERE, target);
        ProxiedConnection connection =
                new ProxiedConnection(client, forward, () -> link, connections::remove);
        connections.add(connection);
        connection.start();
        if (link == Link.CUT) {
            connection.reset();
        }
    }

    /** Resets all connections. */
    @Override
    public void close() throws IOException {
        server.close();
        set(Link.CUT);
    }
}
