package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * The TCP connection of a client, from its first request on. Only this package looks into it;
 * others keep it from the handshake until the WebSocket is open.
 */
public final class ClientChannel {
    private final ChannelHandlerContext context;

    ClientChannel(ChannelHandlerContext context) {
        this.context = context;
    }

    /** The connection on which that request came; empty if it is none of Vert.x's. */
    public static Optional<ClientChannel> of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? Optional.of(new ClientChannel(connection.channelHandlerContext()))
                : Optional.empty();
    }

    ChannelHandlerContext context() {
        return context;
    }
}
