package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
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
    private static final long MOST_AFTER_CLOSE = 128 * 1024;
    private static final long FRAME_HEAD = 8;

    private final ChannelHandlerContext encoder;
    private final Optional<Channel.Unsafe> bare;
    private final ChannelPromise nobodyListens;
    private final WebSocketConnection connection;
    private Runnable listener = () -> {};
    private boolean closing;
    private long afterClose;

    private NettyWire(ChannelHandlerContext encoder, WebSocketConnection connection) {
        this.encoder = encoder;
        this.bare = bare(encoder);
        this.nobodyListens = encoder.channel().unsafe().voidPromise();
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
        channel.pipeline().addBefore(VERTX_HANDLER, "wire", wire.new Tap());
        return Optional.of(wire);
    }

    /**
     * The channel itself, if nothing between the encoder and the socket looks at what goes out. It
     * spares a walk over a thousand members' pipelines, which are in no cache. With TLS something
     * does.
     */
    private static Optional<Channel.Unsafe> bare(ChannelHandlerContext encoder) {
        ChannelPipeline pipeline = encoder.pipeline();
        return pipeline.first() instanceof WebSocketFrameDecoder
                        && pipeline.names().indexOf(encoder.name()) == 1
                ? Optional.of(encoder.channel().unsafe())
                : Optional.empty();
    }

    @Override
    public boolean writable() {
        return encoder.channel().isWritable();
    }

    @Override
    public void write(TextMessage message) {
        ByteBuf frame = SharedBytes.of(message, encoder.alloc());
        if (bare.isPresent()) {
            bare.get().write(frame, nobodyListens);
        } else {
            encoder.write(frame, nobodyListens);
        }
    }

    @Override
    public void flush() {
        if (bare.isPresent()) {
            bare.get().flush();
        } else {
            encoder.flush();
        }
    }

    @Override
    public void close(CloseCode code) {
        closing = true;
        flush();
        connection
                .close(new CloseReason(code.code(), code.reason()))
                .subscribe()
                .with(ok -> {}, gone -> abort());
    }

    /** Past Vert.x's handler, which would begin a closing handshake and wait 10 seconds for it. */
    @Override
    public void abort() {
        encoder.close();
    }

    @Override
    public void onWritable(Runnable listener) {
        this.listener = listener;
    }

    /**
     * Hears when the socket takes more. What comes after our close is thrown away; who floods on
     * without ever looking at the close is cut off.
     */
    private final class Tap extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            if (closing
                    && message instanceof WebSocketFrame frame
                    && !(frame instanceof CloseWebSocketFrame)) {
                afterClose += FRAME_HEAD + frame.content().readableBytes();
                frame.release();
                if (afterClose > MOST_AFTER_CLOSE) {
                    abort();
                }
            } else {
                super.channelRead(ctx, message);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
            if (ctx.channel().isWritable()) {
                listener.run();
            }
            super.channelWritabilityChanged(ctx);
        }
    }
}
