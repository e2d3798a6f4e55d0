package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ByteToMessageDecoder.Cumulator;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Measures the memory, in bytes, that one client's unfinished WebSocket frame, fragments and STOMP
 * frame hold. The frame is in Netty's decoder, which calls this class to join the frame's pieces.
 *
 * <p>Confined to the connection's event loop, except the methods marked "Any thread". A frame that
 * arrives whole touches no shared state.
 */
final class PartialFrames implements Cumulator {
    private static final int SHORT = 126;
    private static final int LONG = 65_536;
    private static final long WHILE = TimeUnit.MILLISECONDS.toNanos(100);

    private final InboundMemory memory;
    private final Loop loop;
    private final BooleanSupplier close;
    private int undecoded;
    private int room;
    private int frame;
    private boolean over;
    private volatile long since;
    private volatile long bytes;
    private volatile boolean leaving;

    /**
     * @param close closes the connection because too much is held, and returns true; if it was
     *     already closing, cuts it off and returns false
     */
    PartialFrames(InboundMemory memory, Loop loop, BooleanSupplier close) {
        this.memory = memory;
        this.loop = loop;
        this.close = close;
    }

    /** Measures what the pipeline's decoder holds, including what it already holds now. */
    void watch(ChannelPipeline pipeline) throws Exception {
        ChannelHandlerContext context = pipeline.context(WebSocketFrameDecoder.class);
        if (context != null && context.handler() instanceof ByteToMessageDecoder decoder) {
            decoder.setCumulator(this);
            decoder.channelRead(context, Unpooled.EMPTY_BUFFER);
            readComplete(0);
        }
    }

    @Override
    public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf kept, ByteBuf more) {
        undecoded = Math.max(undecoded, kept.readableBytes()) + more.readableBytes();
        ByteBuf all = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, kept, more);
        room = all.capacity();
        return all;
    }

    /** The decoder has produced a frame. */
    void decoded(WebSocketFrame whole) {
        int payload = whole.content().readableBytes();
        int head = payload < SHORT ? 6 : payload < LONG ? 8 : 14;
        undecoded -= head + payload;
    }

    /**
     * The decoder has processed all bytes read.
     *
     * @param behind bytes held after the decoder: fragments and the STOMP frame
     */
    void readComplete(long behind) {
        undecoded = Math.max(undecoded, 0);
        frame = undecoded > 0 ? room : 0;
        changed(behind);
    }

    /** Sets the bytes held after the decoder. */
    void changed(long behind) {
        set(over ? 0 : frame + behind);
    }

    /** The connection is closed: it holds nothing any more. */
    void gone() {
        over = true;
        set(0);
    }

    /** Bytes held. Any thread. */
    long bytes() {
        return bytes;
    }

    /** Whether the client is about to be closed. Any thread. */
    boolean isLeaving() {
        return leaving;
    }

    /** Bytes held, weighted by the time they were held. Any thread. */
    double weight(long now) {
        return (double) bytes * (1 + (now - since) / WHILE);
    }

    /**
     * Closes or cuts off the connection in a later turn, if it still holds anything. Any thread.
     */
    void shed(Runnable done, Runnable count) {
        leaving = true;
        loop.later(
                () -> {
                    try {
                        if (bytes > 0 && memory.isFull() && close.getAsBoolean()) {
                            count.run();
                        }
                    } finally {
                        leaving = false;
                        done.run();
                    }
                });
    }

    private void set(long now) {
        long before = bytes;
        if (now != before) {
            since = before == 0 ? memory.now() : since;
            bytes = now;
            memory.changed(this, now - before);
        }
    }
}
