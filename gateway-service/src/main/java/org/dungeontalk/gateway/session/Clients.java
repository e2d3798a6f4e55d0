package org.dungeontalk.gateway.session;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.log.LogPublisher;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.Loops;
import org.dungeontalk.gateway.wire.Wires;

/** The connections of this gateway, by event loop; looks after their clocks. */
@Singleton
public class Clients {
    private static final UserData.TypedKey<Client> CLIENT = new UserData.TypedKey<>("client");
    private static final long LONGEST_TICK_MS = 1_000;
    private static final long DRAIN_SECONDS = 5;

    private final Services services;
    private final Loops loops;
    private final LogPublisher log;
    private final long tick;
    private final ConcurrentHashMap<Loop, Set<Client>> byLoop = new ConcurrentHashMap<>();

    Clients(Services services, Loops loops, LogPublisher log) {
        this.services = services;
        this.loops = loops;
        this.log = log;
        this.tick = Math.min(LONGEST_TICK_MS, services.config.stomp().heartBeat().toMillis() / 4);
    }

    /** A WebSocket was opened. Called on its event loop. */
    public void opened(WebSocketConnection connection) {
        Loop loop = loops.current();
        UserData data = connection.userData();
        Client client =
                new Client(
                        connection.id(),
                        services,
                        Wires.of(
                                connection,
                                data.get(Handshake.CHANNEL),
                                loop,
                                services.config.outbound().sharedFrames()),
                        loop,
                        data.get(Handshake.PLAYER));
        data.put(CLIENT, client);
        byLoop.computeIfAbsent(loop, this::ticking).add(client);
    }

    /** A WebSocket message came. Called on its event loop. */
    public void received(WebSocketConnection connection, byte[] bytes) {
        of(connection).received(bytes);
    }

    /** The transport failed, or the peer broke WebSocket's own rules. Called on its event loop. */
    public void failed(WebSocketConnection connection, CloseCode code) {
        Client client = of(connection);
        if (client != null) {
            client.close(code);
        }
    }

    /** The WebSocket is closed. Called on its event loop. */
    public void closed(WebSocketConnection connection) {
        Client client = of(connection);
        if (client != null && byLoop.get(client.loop()).remove(client)) {
            client.gone();
        }
    }

    /** Waits for what is in flight, at most 5 seconds, and sends everybody to another gateway. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (log.inFlight() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        byLoop.forEach(
                (loop, clients) ->
                        loop.execute(
                                () ->
                                        List.copyOf(clients)
                                                .forEach(c -> c.close(CloseCode.RESTART))));
        while (services.metrics.sessions() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private Set<Client> ticking(Loop loop) {
        Set<Client> clients = new LinkedHashSet<>();
        loop.every(tick, () -> List.copyOf(clients).forEach(c -> c.tick(tick)));
        loop.every(10_000, services.rates::sweep);
        return clients;
    }

    private static Client of(WebSocketConnection connection) {
        return connection.userData().get(CLIENT);
    }
}
