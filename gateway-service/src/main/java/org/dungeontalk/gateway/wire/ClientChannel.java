package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.context.storage.AccessMode;
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
    private final ContextInternal request;

    /**
     * @param headers of the request; removed once nobody needs them
     * @param request the context in which the request was handled; {@code null} if it had none
     */
    ClientChannel(ChannelHandlerContext context, MultiMap headers, ContextInternal request) {
        this.context = context;
        this.headers = headers;
        this.request = request;
    }

    /** The connection of the request; empty if Vert.x did not make it. */
    public static Optional<ClientChannel> of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? Optional.of(
                        new ClientChannel(
                                connection.channelHandlerContext(),
                                request.headers(),
                                request instanceof HttpServerRequestInternal handled
                                        ? (ContextInternal) handled.context()
                                        : null))
                : Optional.empty();
    }

    /** Whether the connection has ended. Any thread. */
    public boolean isClosed() {
        return !context.channel().isActive();
    }

    /**
     * Removes the request's headers, except those of the WebSocket handshake, and these once the
     * handshake is answered. Whatever is left when the WebSocket opens would be copied, and would
     * stay in memory twice as long as it is open.
     */
    public void dropHeaders() {
        List.copyOf(headers.names()).stream()
                .filter(name -> !NEEDED.matcher(name).matches())
                .forEach(headers::remove);
        context.pipeline().addBefore(context.name(), null, new Answered());
    }

    /**
     * Closes the connection once too many of its requests wait for their answers. Called on its
     * event loop.
     *
     * @param closing called once, before the connection is closed
     */
    public void boundRequests(Runnable closing) {
        UnansweredRequests.watch(context, closing);
    }

    /**
     * The WebSocket is open. Its context stays that of its request: removes what the request left
     * there, a map with its route.
     */
    void opened() {
        if (request != null) {
            request.removeLocal(ContextInternal.LOCAL_MAP, AccessMode.CONCURRENT);
        }
    }

    /** Removes the headers and itself when the first response is written. */
    private final class Answered extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ctx.write(message, promise);
            if (message instanceof HttpResponse) {
                headers.clear();
                ctx.pipeline().remove(this);
            }
        }
    }

    ChannelHandlerContext context() {
        return context;
    }
}
