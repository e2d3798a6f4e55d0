package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * Writes ready-made WebSocket frames past the encoder, so that all members of a room share one
 * array, and flushes only on request. Per-message compression must be off; {@link ServerSettings}
 * ensures it.
 */
public final class NettyWire implements Wire {
    private final ChannelHandlerContext encoder;
    private final Channel.Unsafe bare;
    private final ChannelPromise nobodyListens;
    private final WebSocketConnection connection;
    private final Inbound inbound;

    private NettyWire(
            ChannelHandlerContext encoder, WebSocketConnection connection, Inbound inbound) {
        this.encoder = encoder;
        this.bare = bare(encoder);
        this.nobodyListens = encoder.channel().unsafe().voidPromise();
        this.connection = connection;
        this.inbound = inbound;
    }

    /**
     * The wire of a client whose WebSocket has just opened; lifts the time limit of its request and
     * of silence. Called on its event loop.
     *
     * @param client the channel kept at the handshake; {@code null} if there was none
     * @param loop the connection's event loop
     * @param maxMessage the largest incoming message in bytes; past it: {@code TOO_LARGE}
     * @param memory that unfinished frames of all clients share
     * @throws IllegalStateException if the pipeline is not the expected one, so that incoming data
     *     could not be bounded
     */
    public static NettyWire of(
            ClientChannel client,
            WebSocketConnection connection,
            Loop loop,
            int maxMessage,
            InboundMemory memory) {
        if (client == null || encoder(client) == null) {
            throw new IllegalStateException(
                    "Unknown WebSocket pipeline: shared bytes can't be written");
        }
        RequestDeadline.lift(client.context().channel());
        dropIdleTimeout(client.context().pipeline());
        client.opened();
        Inbound inbound = Inbound.of(client.context(), maxMessage, memory, loop);
        return new NettyWire(encoder(client), connection, inbound);
    }

    /** The session notices silence itself; the framework's handler would take 0.3 KB for it. */
    private static void dropIdleTimeout(ChannelPipeline pipeline) {
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
    }

    private static ChannelHandlerContext encoder(ClientChannel client) {
        return client.context().pipeline().context(WebSocketFrameEncoder.class);
    }

    @Override
    public void listen(Listener listener) {
        inbound.listen(listener);
    }

    @Override
    public void unfinished(long bytes) {
        inbound.unfinished(bytes);
    }

    @Override
    public void ping() {
        inbound.ping();
    }

    /**
     * The channel itself, if no handler between the encoder and the socket processes outgoing data.
     * It saves walking the pipelines of a thousand members, which are not in the CPU cache. {@code
     * null} with TLS.
     */
    private static Channel.Unsafe bare(ChannelHandlerContext encoder) {
        ChannelPipeline pipeline = encoder.pipeline();
        return pipeline.first() instanceof WebSocketFrameDecoder
                        && pipeline.names().indexOf(encoder.name()) == 1
                ? encoder.channel().unsafe()
                : null;
    }

    @Override
    public boolean writable() {
        return encoder.channel().isWritable();
    }

    @Override
    public void write(TextMessage message) {
        ByteBuf frame = SharedBytes.of(message, encoder.alloc());
        if (bare != null) {
            bare.write(frame, nobodyListens);
        } else {
            encoder.write(frame, nobodyListens);
        }
    }

    @Override
    public void flush() {
        if (bare != null) {
            bare.flush();
        } else {
            encoder.flush();
        }
    }

    @Override
    public void close(CloseCode code) {
        inbound.close();
        flush();
        connection
                .close(new CloseReason(code.code(), code.reason()))
                .subscribe()
                .with(ok -> {}, gone -> abort());
    }

    /**
     * Bypasses Vert.x's handler, which would start a closing handshake and wait 10 seconds for it.
     */
    @Override
    public void abort() {
        encoder.close();
    }

    @Override
    public void onWritable(Runnable listener) {
        inbound.onWritable(listener);
    }
}
