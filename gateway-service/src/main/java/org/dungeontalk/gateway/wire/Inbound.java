package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * Handles a client's WebSocket frames before the framework does. It tells a listener of each frame,
 * and of each read that ends none; the listener may switch reading off for a while. It passes whole
 * messages on ({@link InboundMessages}), and counts unfinished data in {@link InboundMemory}.
 *
 * <p>Confined to the connection's event loop. After {@link #close} it discards everything except
 * the answer to our close frame, and cuts off a client that keeps sending instead.
 */
final class Inbound extends ChannelDuplexHandler {
    private static final String VERTX_HANDLER = "handler";
    private static final long MOST_AFTER_CLOSE = 128 * 1024;
    private static final long FRAME_COST = 64;

    /** Used until {@link #listen} is called. */
    private static final Wire.Listener NOBODY =
            new Wire.Listener() {
                @Override
                public long frame(int bytes) {
                    return 0;
                }

                @Override
                public long part() {
                    return 0;
                }

                @Override
                public void broken(CloseCode why) {}
            };

    private final InboundMessages messages;
    private final PartialFrames partial;
    private Wire.Listener listener = NOBODY;
    private Runnable writable = () -> {};
    private ChannelHandlerContext context;
    private WebSocketFrame ping;
    private long ofListener;
    private boolean frameRead;
    private boolean paused;
    private long wait;
    private boolean closing;
    private long afterClose;

    /**
     * @param maxMessage the largest message made of fragments, in bytes; past it the listener gets
     *     {@link CloseCode#TOO_LARGE}
     * @param memory of all clients together; past its bound the heaviest client's listener gets
     *     {@link CloseCode#TRY_AGAIN_LATER}
     */
    private Inbound(int maxMessage, InboundMemory memory, Loop loop) {
        this.messages =
                new InboundMessages(
                        maxMessage,
                        frame -> context.fireChannelRead(frame),
                        why -> listener.broken(why));
        this.partial = new PartialFrames(memory, loop, this::tooMuch);
    }

    /**
     * Adds the handler to the pipeline, before the framework's own.
     *
     * @throws IllegalStateException if the channel is not a WebSocket of Vert.x
     */
    static Inbound of(
            ChannelHandlerContext channel, int maxMessage, InboundMemory memory, Loop loop) {
        if (channel == null || channel.pipeline().get(VERTX_HANDLER) == null) {
            throw new IllegalStateException(
                    "Unknown WebSocket pipeline: inbound frames can't be bounded");
        }
        Inbound inbound = new Inbound(maxMessage, memory, loop);
        channel.pipeline().addBefore(VERTX_HANDLER, "inbound", inbound);
        return inbound;
    }

    void listen(Wire.Listener listener) {
        this.listener = listener;
    }

    /** Sets the bytes that the listener holds of unfinished STOMP frames. */
    void unfinished(long bytes) {
        if (bytes != ofListener && !closing) {
            ofListener = bytes;
            partial.changed(behind());
        }
    }

    /** Runs the task whenever the socket becomes writable again. */
    void onWritable(Runnable task) {
        writable = task;
    }

    /** Sends a ping to the client. */
    void ping() {
        context.writeAndFlush(new PingWebSocketFrame());
    }

    /** Discards everything from now on, but keeps reading, to see the answer to our close frame. */
    void close() {
        closing = true;
        ofListener = 0;
        dropPing();
        messages.drop();
        partial.changed(behind());
        resume();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        partial.watch(ctx.pipeline());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropPing();
        messages.drop();
        partial.gone();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof WebSocketFrame any) {
            frameRead = true;
            partial.decoded(any);
        }
        if (!(message instanceof WebSocketFrame frame) || frame instanceof CloseWebSocketFrame) {
            ctx.fireChannelRead(message);
            return;
        }
        if (!closing) {
            pause(listener.frame(frame.content().readableBytes()));
        }
        if (closing) {
            discard(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            dropPing();
            ping = frame;
        } else if (frame instanceof PongWebSocketFrame) {
            frame.release();
        } else {
            messages.take(frame);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            writable.run();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** Holds back the framework's reads while reading is switched off. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (paused) {
            ctx.channel().config().setAutoRead(false);
        } else {
            ctx.read();
        }
    }

    /**
     * Frames read together with the one that exceeded the limit lengthen the pause. Of several
     * pings only the newest is answered, as WebSocket allows; none while the socket is not
     * writable, because the answers would pile up.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ping != null && ctx.channel().isWritable()) {
            WebSocketFrame newest = ping;
            ping = null;
            ctx.fireChannelRead(newest);
        }
        dropPing();
        if (!frameRead && !closing) {
            pause(listener.part());
        }
        frameRead = false;
        if (wait > 0) {
            ctx.executor().schedule(this::resume, wait, TimeUnit.MILLISECONDS);
            wait = 0;
        }
        partial.readComplete(behind());
        ctx.fireChannelReadComplete();
    }

    private void pause(long millis) {
        if (millis > 0) {
            wait = millis;
            paused = true;
            context.channel().config().setAutoRead(false);
        }
    }

    private void resume() {
        if (paused) {
            paused = false;
            context.channel().config().setAutoRead(true);
        }
    }

    /** Bytes held of messages that have not ended. */
    private long behind() {
        return messages.held() + ofListener;
    }

    /** True if the listener was told; false if it knew already, and the connection is cut off. */
    private boolean tooMuch() {
        if (closing) {
            partial.gone();
            context.close();
            return false;
        }
        closing = true;
        listener.broken(CloseCode.TRY_AGAIN_LATER);
        return true;
    }

    private void discard(WebSocketFrame frame) {
        afterClose += FRAME_COST + frame.content().readableBytes();
        ReferenceCountUtil.release(frame);
        if (afterClose > MOST_AFTER_CLOSE) {
            context.close();
        }
    }

    private void dropPing() {
        if (ping != null) {
            ping.release();
            ping = null;
        }
    }
}
