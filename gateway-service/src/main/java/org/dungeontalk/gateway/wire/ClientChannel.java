package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * The TCP connection of a client, from its first request on. It is opaque outside this package; the
 * handshake keeps it until the WebSocket is open.
 */
public final class ClientChannel {
    private final ChannelHandlerContext context;

    ClientChannel(ChannelHandlerContext context) {
        this.context = context;
    }

    /** The connection of the request; empty if Vert.x did not make it. */
    public static Optional<ClientChannel> of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? Optional.of(new ClientChannel(connection.channelHandlerContext()))
                : Optional.empty();
    }

    ChannelHandlerContext context() {
        return context;
    }
}
