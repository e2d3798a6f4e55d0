package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.dungeontalk.gateway.handshake.HandshakeResult;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.Wire;

/** A connection of a player, without a server around it. Used on its event loop. */
public final class ClientConnection {
    private final Connections connections;
    private final Connection connection;

    public ClientConnection(
            Services services, Connections connections, Wire wire, Loop loop, Player player) {
        this.connections = connections;
        this.connection =
                new Connection(
                        player.id(),
                        services,
                        wire,
                        Framing.PLAIN,
                        loop,
                        new HandshakeResult("192.0.2.1", player));
        connections.add(connection);
    }

    /** The client sends this text. */
    public void receive(String text) {
        connection.received(text.getBytes(UTF_8));
    }

    /** The connection has ended. */
    public void gone() {
        connections.remove(connection);
    }
}
