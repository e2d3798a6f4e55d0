package org.dungeontalk.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NettyWireTest {
    /** What the allocator takes at once: 64 messages of the test. */
    private static final long CHUNK = 4 * 1_024 * 1_024;

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
    void aMessageForManyMembersTakesMemoryOnceAndGivesItBack() {
        PooledByteBufAllocator memory = new PooledByteBufAllocator(true);
        List<EmbeddedChannel> members = Stream.generate(NettyWireTest::channel).limit(200).toList();
        members.forEach(m -> m.config().setAllocator(memory));
        List<Wire> wires = members.stream().map(NettyWireTest::wire).toList();
        for (int round = 0; round < 200; round++) {
            TextMessage message = TextMessage.of(bytes(65_536, round));
            wires.forEach(wire -> wire.write(message));
            wires.forEach(Wire::flush);
            assertTrue(memory.metric().usedDirectMemory() <= 2 * CHUNK, "one copy for all");
            for (EmbeddedChannel member : members) {
                ByteBuf got = member.readOutbound();
                assertArrayEquals(message.frame(), ByteBufUtil.getBytes(got));
                got.release();
            }
        }
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
    void anUnknownPipelineIsRefused() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        assertThrows(IllegalStateException.class, () -> wire(channel));
    }

    private static Wire wire(EmbeddedChannel channel) {
        ChannelHandlerContext context = channel.pipeline().context("handler");
        Loop loop = new Loop(context.channel().eventLoop());
        InboundMemory memory = new InboundMemory(65_536, System::nanoTime);
        ClientChannel client = new ClientChannel(context, MultiMap.caseInsensitiveMultiMap(), null);
        return NettyWire.of(client, null, loop, 65_536, memory);
    }

    private static byte[] bytes(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) ('a' + value % 26));
        return bytes;
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
