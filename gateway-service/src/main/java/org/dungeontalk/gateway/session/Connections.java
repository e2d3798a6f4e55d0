package org.dungeontalk.gateway.session;

import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dungeontalk.gateway.handshake.Handshake;
import org.dungeontalk.gateway.handshake.HandshakeResult;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.ClientChannel;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.Loops;
import org.dungeontalk.gateway.wire.NettyWire;
import org.dungeontalk.gateway.wire.Wire;

/** The connections of this gateway, by event loop. Runs their periodic checks. */
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

    /**
     * Creates the connection of a WebSocket that has opened; empty if the client has gone
     * meanwhile. Called on its event loop.
     */
    Optional<Connection> open(WebSocketConnection socket, Framing framing) {
        Loop loop = loops.current();
        UserData data = socket.userData();
        ClientChannel client = data.remove(Handshake.CHANNEL);
        if (client != null && client.isClosed()) {
            return Optional.empty();
        }
        Wire wire =
                NettyWire.of(
                        client,
                        socket,
                        loop,
                        services.config.stomp().maxMessage(),
                        services.inbound);
        HandshakeResult handshake = data.remove(Handshake.RESULT);
        Connection connection =
                new Connection(
                        socket.id(),
                        services,
                        wire,
                        framing,
                        loop,
                        handshake == null ? HandshakeResult.UNKNOWN : handshake);
        add(connection);
        return Optional.of(connection);
    }

    /** Starts the periodic checks of the connection. Called on its event loop. */
    void add(Connection connection) {
        byLoop.computeIfAbsent(connection.loop(), this::ticking).add(connection);
    }

    /** The connection has ended. Called on its event loop. */
    void remove(Connection connection) {
        if (byLoop.get(connection.loop()).remove(connection)) {
            connection.gone();
        }
    }

    /**
     * Starts to close an equal share of the connections of each event loop. Connections that
     * already close don't count. Any thread.
     *
     * @param wavesLeft number of waves left, including this one; 1 closes all that are left
     */
    public void drain(long wavesLeft) {
        byLoop.forEach((loop, connections) -> loop.execute(() -> drain(connections, wavesLeft)));
    }

    private static void drain(Set<Connection> connections, long wavesLeft) {
        List<Connection> staying = connections.stream().filter(c -> !c.leaving()).toList();
        long share = (staying.size() + wavesLeft - 1) / wavesLeft;
        staying.stream().limit(share).forEach(c -> c.loop().guarded(c::drain));
    }

    /** Closes all connections, even with SENDs in flight. Any thread. */
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

    /** A connection that throws does not affect the checks of the others. */
    private void tick(Connection connection) {
        try {
            connection.tick(tick);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            services.threads.failed("The timer of a session", e);
            connection.loop().guarded(() -> connection.close(CloseCode.INTERNAL));
        }
    }
}
