package org.dungeontalk.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.Optional;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * Writes ready-made WebSocket frames past the encoder, so that one array serves every member of a
 * room, and flushes when told. The only class that knows of Vert.x's and Netty's insides; it needs
 * per-message compression off.
 */
final class NettyWire implements Wire {
    private static final String VERTX_HANDLER = "handler";

    private final ChannelHandlerContext encoder;
    private final WebSocketConnection connection;
    private Runnable listener = () -> {};

    private NettyWire(ChannelHandlerContext encoder, WebSocketConnection connection) {
        this.encoder = encoder;
        this.connection = connection;
    }

    /** The wire over that channel, or empty if its pipeline isn't the one we know. */
    static Optional<Wire> of(ChannelHandlerContext channel, WebSocketConnection connection) {
        if (channel == null || channel.pipeline().get(VERTX_HANDLER) == null) {
            return Optional.empty();
        }
        var encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
        if (encoder == null) {
            return Optional.empty();
        }
        NettyWire wire = new NettyWire(encoder, connection);
        channel.pipeline().addBefore(VERTX_HANDLER, "writability", wire.new Writability());
        return Optional.of(wire);
    }

    @Override
    public boolean writable() {
        return encoder.channel().isWritable();
    }

    @Override
    public void write(TextMessage message) {
        encoder.write(Unpooled.wrappedBuffer(message.frame()));
    }

    @Override
    public void flush() {
        encoder.flush();
    }

    @Override
    public void close(CloseCode code) {
        encoder.flush();
        connection
                .close(new CloseReason(code.code(), code.reason()))
                .subscribe()
                .with(ok -> {}, gone -> abort());
    }

    @Override
    public void abort() {
        encoder.channel().close();
    }

    @Override
    public void onWritable(Runnable listener) {
        this.listener = listener;
    }

    private final class Writability extends ChannelInboundHandlerAdapter {
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
            if (ctx.channel().isWritable()) {
                listener.run();
            }
            super.channelWritabilityChanged(ctx);
        }
    }
}
