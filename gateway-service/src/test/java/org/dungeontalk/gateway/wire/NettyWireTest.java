package org.dungeontalk.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NettyWireTest {
    private static final TextMessage HELLO = TextMessage.of("hello".getBytes(UTF_8));

    @Test
    void framedBytesReachTheSocketAsTheyAre() {
        EmbeddedChannel channel = channel();
        Wire wire = wire(channel);

        wire.write(HELLO);
        wire.write(HELLO);
        assertEquals(0, channel.outboundMessages().size());
        wire.flush();

        assertArrayEquals(HELLO.frame(), ByteBufUtil.getBytes(channel.<ByteBuf>readOutbound()));
        assertArrayEquals(HELLO.frame(), ByteBufUtil.getBytes(channel.<ByteBuf>readOutbound()));
    }

    @Test
    void membersShareOneCopyWhichIsGivenBack() {
        EmbeddedChannel one = channel();
        EmbeddedChannel other = channel();

        for (EmbeddedChannel channel : List.of(one, other)) {
            Wire wire = wire(channel);
            wire.write(HELLO);
            wire.flush();
        }
        ByteBuf first = one.readOutbound();
        ByteBuf second = other.readOutbound();
        assertTrue(first.isDirect());
        assertEquals(first.memoryAddress(), second.memoryAddress());
        Wire next = wire(channel());
        next.write(TextMessage.of("what comes next".getBytes(UTF_8)));

        assertArrayEquals(HELLO.frame(), ByteBufUtil.getBytes(second), "it was still to be sent");
        ByteBuf shared = second.unwrap();
        first.release();
        assertEquals(1, shared.refCnt());
        second.release();
        assertEquals(0, shared.refCnt());
    }

    @Test
    void whatStandsBeforeTheSocketSeesEverything() {
        AtomicInteger seen = new AtomicInteger();
        EmbeddedChannel channel = channel();
        channel.pipeline().addFirst("tls", counting(seen));
        Wire wire = wire(channel);

        wire.write(HELLO);
        wire.flush();

        assertEquals(1, seen.get());
        assertArrayEquals(HELLO.frame(), ByteBufUtil.getBytes(channel.<ByteBuf>readOutbound()));
    }

    @Test
    void writingToAClosedChannelHarmsNobody() {
        EmbeddedChannel channel = channel();
        Wire wire = wire(channel);
        channel.close();

        wire.write(HELLO);
        wire.flush();

        channel.checkException();
    }

    @Test
    void anUnknownPipelineIsLeftToTheFallBack() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        ChannelHandlerContext context = channel.pipeline().context("handler");
        assertTrue(NettyWire.of(context, null, inbound(context)).isEmpty());
    }

    private static Wire wire(EmbeddedChannel channel) {
        ChannelHandlerContext context = channel.pipeline().context("handler");
        return NettyWire.of(context, null, inbound(context)).orElseThrow();
    }

    private static Inbound inbound(ChannelHandlerContext context) {
        Loop loop = new Loop(context.channel().eventLoop());
        return Inbound.of(context, 65_536, new InboundMemory(65_536, System::nanoTime), loop);
    }

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel =
                new EmbeddedChannel(
                        new WebSocket13FrameDecoder(true, false, 65_536),
                        new WebSocket13FrameEncoder(false));
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        return channel;
    }

    private static ChannelHandler counting(AtomicInteger seen) {
        return new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
                    throws Exception {
                seen.incrementAndGet();
                super.write(ctx, message, promise);
            }
        };
    }
}
