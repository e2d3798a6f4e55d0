package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The TCP connection of a client, from its first request on. It is opaque outside this package; the
 * handshake keeps it until the WebSocket is open.
 */
public final class ClientChannel {
    private static final Pattern NEEDED =
            Pattern.compile("(?i)host|connection|upgrade|sec-websocket-.*");

    private final ChannelHandlerContext context;
    private final MultiMap headers;

    /**
     * @param headers of the request; removed once nobody needs them
     */
    ClientChannel(ChannelHandlerContext context, MultiMap headers) {
        this.context = context;
        this.headers = headers;
    }

    /** The connection of the request; empty if Vert.x did not make it. */
    public static Optional<ClientChannel> of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? Optional.of(
                        new ClientChannel(connection.channelHandlerContext(), request.headers()))
                : Optional.empty();
    }

    /**
     * Removes the request's headers, except those of the WebSocket handshake. Whatever is left
     * stays in memory as long as the WebSocket is open: a browser's cookies, for instance.
     */
    public void keepHandshakeHeaders() {
        List.copyOf(headers.names()).stream()
                .filter(name -> !NEEDED.matcher(name).matches())
                .forEach(headers::remove);
    }

    /** The WebSocket is open: removes the request's other headers too. */
    void dropHeaders() {
        headers.clear();
    }

    ChannelHandlerContext context() {
        return context;
    }
}
