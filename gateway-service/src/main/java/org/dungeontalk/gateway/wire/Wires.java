package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Chooses the way out for a connection. */
public final class Wires {

    private Wires() {}

    /**
     * The way out of a connection that has just become a WebSocket; what bounded it as a request is
     * lifted. Called on its event loop.
     *
     * @param channel the connection's channel, kept at the handshake; {@code null} if it could not
     *     be had
     * @param loop the connection's event loop
     * @param sharedFrames whether to write ready-made frames where the channel allows it
     */
    public static Wire of(
            WebSocketConnection connection,
            ChannelHandlerContext channel,
            Executor loop,
            boolean sharedFrames) {
        if (channel != null) {
            RequestDeadline.lift(channel.channel());
        }
        Optional<Wire> shared = sharedFrames ? NettyWire.of(channel, connection) : Optional.empty();
        return shared.orElseGet(() -> new PlainWire(connection, channel, loop));
    }
}
