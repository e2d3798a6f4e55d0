package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.Executor;

/** Chooses the way out for a connection. */
public final class Wires {

    private Wires() {}

    /**
     * @param channel the connection's channel, kept at the handshake; {@code null} if it could not
     *     be had
     * @param loop the connection's event loop
     */
    public static Wire of(
            WebSocketConnection connection, ChannelHandlerContext channel, Executor loop) {
        return NettyWire.of(channel, connection)
                .orElseGet(() -> new PlainWire(connection, channel, loop));
    }
}
