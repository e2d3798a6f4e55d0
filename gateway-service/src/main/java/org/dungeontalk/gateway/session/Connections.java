package org.dungeontalk.gateway.session;

import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dungeontalk.gateway.handshake.Handshake;
import org.dungeontalk.gateway.handshake.HandshakeResult;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.Loops;
import org.dungeontalk.gateway.wire.NettyWire;
import org.dungeontalk.gateway.wire.Wire;

/** The connections of this gateway, by event loop; looks after their clocks. */
@Singleton
public class Connections {
    private static final long LONGEST_TICK_MS = 1_000;

    private final Services services;
    private final Loops loops;
    private final long tick;
    private final ConcurrentHashMap<Loop, Set<Connection>> byLoop = new ConcurrentHashMap<>();

    Connections(Services services, Loops loops) {
        this.services = services;
        this.loops = loops;
        this.tick = Math.min(LONGEST_TICK_MS, services.config.stomp().heartBeat().toMillis() / 4);
    }

    /** Takes a WebSocket that was opened. Called on its event loop. */
    Connection open(WebSocketConnection socket, Framing framing) {
        Loop loop = loops.current();
        UserData data = socket.userData();
        Wire wire =
                NettyWire.of(
                        data.get(Handshake.CHANNEL),
                        socket,
                        loop,
                        services.config.stomp().maxMessage(),
                        services.inbound);
        HandshakeResult handshake = data.get(Handshake.RESULT);
        Connection connection =
                new Connection(
                        socket.id(),
                        services,
                        wire,
                        framing,
                        loop,
                        handshake == null ? HandshakeResult.UNKNOWN : handshake);
        add(connection);
        return connection;
    }

    /** Looks after the connection's clock from now on. Called on its event loop. */
    void add(Connection connection) {
        byLoop.computeIfAbsent(connection.loop(), this::ticking).add(connection);
    }

    /** The connection is gone. Called on its event loop. */
    void remove(Connection connection) {
        if (byLoop.get(connection.loop()).remove(connection)) {
            connection.gone();
        }
    }

    /**
     * Begins to close an equal share of the connections of each event loop; those that are already
     * on their way out don't count. May be called from any thread.
     *
     * @param wavesLeft this wave and those after it; with 1 all that are left are closed
     */
    public void drain(long wavesLeft) {
        byLoop.forEach((loop, connections) -> loop.execute(() -> drain(connections, wavesLeft)));
    }

    private static void drain(Set<Connection> connections, long wavesLeft) {
        List<Connection> staying = connections.stream().filter(c -> !c.leaving()).toList();
        long share = (staying.size() + wavesLeft - 1) / wavesLeft;
        staying.stream().limit(share).forEach(c -> c.loop().guarded(c::drain));
    }

    /** Closes every connection, whatever is in flight. May be called from any thread. */
    public void closeAll() {
        byLoop.forEach((loop, connections) -> loop.execute(() -> closeAll(connections)));
    }

    private static void closeAll(Set<Connection> connections) {
        List.copyOf(connections).forEach(c -> c.loop().guarded(() -> c.close(CloseCode.RESTART)));
    }

    private Set<Connection> ticking(Loop loop) {
        Set<Connection> connections = new LinkedHashSet<>();
        loop.every(tick, () -> List.copyOf(connections).forEach(this::tick));
        return connections;
    }

    /** One connection's failure leaves the others' clocks alone. */
    private void tick(Connection connection) {
        try {
            connection.tick(tick);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            services.threads.failed("The clock of a session", e);
            connection.loop().guarded(() -> connection.close(CloseCode.INTERNAL));
        }
    }
}
