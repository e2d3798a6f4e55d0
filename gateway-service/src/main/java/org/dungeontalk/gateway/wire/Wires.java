package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.Optional;

/** Chooses the way out for a connection. */
public final class Wires {

    private Wires() {}

    /**
     * The way out of a connection that has just become a WebSocket; what bounded it as a request is
     * lifted. Called on its event loop.
     *
     * @param client the connection's channel, kept at the handshake
     * @param loop the connection's event loop
     * @param maxMessage the largest message that comes, in bytes; past it: {@code TOO_LARGE}
     * @param memory what unfinished frames of all clients hold
     * @param sharedFrames whether to write ready-made frames where the channel allows it
     */
    public static Wire of(
            WebSocketConnection connection,
            ClientChannel client,
            Loop loop,
            int maxMessage,
            InboundMemory memory,
            boolean sharedFrames) {
        if (client == null) {
            throw new IllegalStateException("an unknown pipeline: nothing bounds what comes");
        }
        ChannelHandlerContext channel = client.context();
        RequestDeadline.lift(channel.channel());
        Inbound inbound = Inbound.of(channel, maxMessage, memory, loop);
        Optional<Wire> shared =
                sharedFrames ? NettyWire.of(channel, connection, inbound) : Optional.empty();
        return shared.orElseGet(() -> new PlainWire(connection, channel, loop, inbound));
    }
}
