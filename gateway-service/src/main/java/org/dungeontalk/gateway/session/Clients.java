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
public class Clients {
    private static final long LONGEST_TICK_MS = 1_000;

    private final Services services;
    private final Loops loops;
    private final long tick;
    private final ConcurrentHashMap<Loop, Set<Client>> byLoop = new ConcurrentHashMap<>();

    Clients(Services services, Loops loops) {
        this.services = services;
        this.loops = loops;
        this.tick = Math.min(LONGEST_TICK_MS, services.config.stomp().heartBeat().toMillis() / 4);
    }

    /** Takes a WebSocket that was opened. Called on its event loop. */
    Client open(WebSocketConnection connection, Framing framing) {
        Loop loop = loops.current();
        UserData data = connection.userData();
        Wire wire =
                NettyWire.of(
                        data.get(Handshake.CHANNEL),
                        connection,
                        loop,
                        services.config.stomp().maxMessage(),
                        services.inbound);
        HandshakeResult handshake = data.get(Handshake.RESULT);
        Client client =
                new Client(
                        connection.id(),
                        services,
                        wire,
                        framing,
                        loop,
                        handshake == null ? HandshakeResult.UNKNOWN : handshake);
        add(client);
        return client;
    }

    /** Looks after the client's clock from now on. Called on its event loop. */
    void add(Client client) {
        byLoop.computeIfAbsent(client.loop(), this::ticking).add(client);
    }

    /** The client's connection is no more. Called on its event loop. */
    void remove(Client client) {
        if (byLoop.get(client.loop()).remove(client)) {
            client.gone();
        }
    }

    /**
     * Begins to close an equal share of the connections of each event loop; those that are already
     * on their way out don't count. May be called from any thread.
     *
     * @param wavesLeft this wave and those after it; with 1 all that are left are closed
     */
    public void drain(long wavesLeft) {
        byLoop.forEach((loop, clients) -> loop.execute(() -> drain(clients, wavesLeft)));
    }

    private static void drain(Set<Client> clients, long wavesLeft) {
        List<Client> staying = clients.stream().filter(c -> !c.leaving()).toList();
        long share = (staying.size() + wavesLeft - 1) / wavesLeft;
        staying.stream().limit(share).forEach(c -> c.loop().guarded(c::drain));
    }

    /** Closes every connection, whatever is in flight. May be called from any thread. */
    public void closeAll() {
        byLoop.forEach((loop, clients) -> loop.execute(() -> closeAll(clients)));
    }

    private static void closeAll(Set<Client> clients) {
        List.copyOf(clients).forEach(c -> c.loop().guarded(() -> c.close(CloseCode.RESTART)));
    }

    private Set<Client> ticking(Loop loop) {
        Set<Client> clients = new LinkedHashSet<>();
        loop.every(tick, () -> List.copyOf(clients).forEach(this::tick));
        return clients;
    }

    /** One client's failure leaves the others' clocks alone. */
    private void tick(Client client) {
        try {
            client.tick(tick);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            services.threads.failed("The clock of a session", e);
            client.loop().guarded(() -> client.close(CloseCode.INTERNAL));
        }
    }
}
