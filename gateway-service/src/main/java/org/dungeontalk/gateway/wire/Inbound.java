package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.text.Utf8;

/**
 * What comes from one client, before the framework sees it: every WebSocket frame is told to a
 * listener, which may have reading switched off for a while; text has to be UTF-8; fragments are
 * put together, at most {@code maxMessage} bytes of them. Whole messages go on to the framework as
 * bytes, since its texts no longer tell U+FFFD from malformed bytes. What is unfinished is counted
 * in {@link InboundMemory}.
 *
 * <p>Confined to the connection's event loop. After {@link #close} everything that comes is thrown
 * away but the answer to our close frame; who floods on without looking at it is cut off.
 */
final class Inbound extends ChannelDuplexHandler {
    private static final String VERTX_HANDLER = "handler";
    private static final long MOST_AFTER_CLOSE = 128 * 1024;
    private static final long FRAME_COST = 64;

    /** Nobody listens yet. */
    private static final Wire.Listener NOBODY =
            new Wire.Listener() {
                @Override
                public long frame(int bytes) {
                    return 0;
                }

                @Override
                public void broken(CloseCode why) {}
            };

    private final Fragments fragments;
    private final PartialFrames partial;
    private Wire.Listener listener = NOBODY;
    private Runnable writable = () -> {};
    private ChannelHandlerContext context;
    private WebSocketFrame ping;
    private long passedOn;
    private long ofListener;
    private Utf8 text;
    private boolean paused;
    private long wait;
    private boolean closing;
    private long afterClose;

    /**
     * @param maxMessage the largest message out of fragments, in bytes; past it the listener hears
     *     of {@link CloseCode#TOO_LARGE}
     * @param memory of all clients together; past it the listener of the one with the most hears of
     *     {@link CloseCode#TRY_AGAIN_LATER}
     */
    private Inbound(int maxMessage, InboundMemory memory, Loop loop) {
        this.fragments = new Fragments(maxMessage);
        this.partial = new PartialFrames(memory, loop, this::tooMuch);
    }

    /**
     * Stands before the framework's own handler from now on.
     *
     * @throws IllegalStateException if the channel is no WebSocket of Vert.x's
     */
    static Inbound of(
            ChannelHandlerContext channel, int maxMessage, InboundMemory memory, Loop loop) {
        if (channel == null || channel.pipeline().get(VERTX_HANDLER) == null) {
            throw new IllegalStateException("an unknown pipeline: nothing bounds what comes");
        }
        Inbound inbound = new Inbound(maxMessage, memory, loop);
        channel.pipeline().addBefore(VERTX_HANDLER, "inbound", inbound);
        return inbound;
    }

    void listen(Wire.Listener listener) {
        this.listener = listener;
    }

    /** The listener holds so many bytes of what its messages have begun. */
    void unfinished(long bytes) {
        if (bytes != ofListener && !closing) {
            ofListener = bytes;
            partial.changed(behind());
        }
    }

    /** Runs the task whenever the socket takes more again. */
    void onWritable(Runnable task) {
        writable = task;
    }

    /** Asks the client for a sign of life. */
    void ping() {
        context.writeAndFlush(new PingWebSocketFrame());
    }

    /** From now on what comes is thrown away, and read so that the answer to our close is seen. */
    void close() {
        closing = true;
        ofListener = 0;
        dropPing();
        dropFragments();
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
        dropFragments();
        partial.gone();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof WebSocketFrame any) {
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
            data(frame);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            writable.run();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** The framework may ask for more while reading is switched off. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (paused) {
            ctx.channel().config().setAutoRead(false);
        } else {
            ctx.read();
        }
    }

    /**
     * What was read together with the frame that was too much makes the pause longer. Of the pings
     * read at once the newest is answered, as WebSocket lets a server do; none of a client that
     * takes no answers: they would pile up.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ping != null && ctx.channel().isWritable()) {
            WebSocketFrame newest = ping;
            ping = null;
            ctx.fireChannelRead(newest);
        }
        dropPing();
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

    /** What began before this handler stood here goes on to the framework as it is. */
    private void data(WebSocketFrame frame) {
        if (frame instanceof ContinuationWebSocketFrame && !fragments.begun()) {
            passedOn = frame.isFinalFragment() ? 0 : passedOn + frame.content().readableBytes();
            context.fireChannelRead(frame);
            return;
        }
        if (frame instanceof TextWebSocketFrame) {
            text = new Utf8();
        }
        if (text != null && !isText(frame)) {
            frame.release();
            listener.broken(CloseCode.NOT_UTF8);
        } else if (frame.isFinalFragment()) {
            text = null;
            whole(frame);
        } else {
            append(frame);
        }
    }

    private boolean isText(WebSocketFrame frame) {
        return frame.content().forEachByte(text::take) < 0
                && (!frame.isFinalFragment() || text.complete());
    }

    /** A message is whole. An empty one says nothing: it was counted, and that is all. */
    private void whole(WebSocketFrame last) {
        ByteBuf message = last.content();
        if (last instanceof ContinuationWebSocketFrame) {
            if (!append(last)) {
                return;
            }
            message = fragments.take();
        }
        if (message.isReadable()) {
            context.fireChannelRead(new BinaryWebSocketFrame(message));
        } else {
            message.release();
        }
    }

    private boolean append(WebSocketFrame frame) {
        boolean fits = fragments.add(frame);
        if (!fits) {
            listener.broken(CloseCode.TOO_LARGE);
        }
        return fits;
    }

    /** What is held of messages whose end did not come yet. */
    private long behind() {
        return passedOn + fragments.held() + ofListener;
    }

    /** True if the listener was told, false if it knew already and the connection is cut off. */
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

    private void dropFragments() {
        fragments.drop();
        text = null;
    }
}
