package org.dungeontalk.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

class InboundMemoryTest {
    private static final int TEXT = 0x81;
    private static final int FIRST = 0x01;
    private static final int CONTINUATION = 0x00;
    private static final int LAST = 0x80;
    private static final int PING = 0x89;

    private long now;
    private final InboundMemory memory = new InboundMemory(20_000, () -> now);

    @Test
    void framesTornAnywhereHoldNothingOnceTheyAreWhole() {
        Random random = new Random(7);
        Client client = new Client();
        ByteBuf all = Unpooled.buffer();
        for (int length : new int[] {0, 1, 125, 126, 127, 1_000, 2_000}) {
            all.writeBytes(frame(TEXT, length, length))
                    .writeBytes(frame(FIRST, length, length))
                    .writeBytes(frame(PING, 5, 5))
                    .writeBytes(frame(LAST, length, length));
        }
        for (int round = 0; round < 300; round++) {
            int end = all.writerIndex();
            for (int at = 0; at < end; ) {
                int piece = Math.min(end - at, 1 + random.nextInt(round < 20 ? 3 : 1_500));
                client.comes(all.copy(at, piece));
                at += piece;
            }
            assertEquals(0, memory.bytes(), "round " + round);
        }
        assertEquals(List.of(), client.told);
    }

    @Test
    void anUnfinishedFrameIsCountedAsTheMemoryItHolds() {
        Client client = new Client();
        client.comes(frame(TEXT, 5_000, 10));
        long little = memory.bytes();
        assertTrue(little >= 10, little + " bytes");
        client.comes(bytes(4_000));
        assertTrue(memory.bytes() >= 4_010, memory.bytes() + " bytes");
        client.comes(bytes(990));
        assertEquals(0, memory.bytes());
    }

    @Test
    void whatCameBeforeTheConnectionWasLookedAtIsCountedToo() {
        Client client = new Client(frame(TEXT, 5_000, 3_000));
        assertTrue(memory.bytes() >= 3_000, memory.bytes() + " bytes");
        client.comes(bytes(2_000));
        assertEquals(0, memory.bytes());
    }

    @Test
    void fragmentsThatGoOnToTheFrameworkAreCounted() {
        Client client = new Client(frame(FIRST, 100, 100));
        client.comes(frame(CONTINUATION, 500, 500));
        assertEquals(500, memory.bytes());
        client.comes(frame(LAST, 100, 100));
        assertEquals(0, memory.bytes());
    }

    @Test
    void fragmentsAndWhatTheListenerHoldsAreCounted() {
        Client client = new Client();
        client.comes(frame(FIRST, 500, 500));
        assertTrue(memory.bytes() >= 500);
        client.comes(frame(LAST, 0, 0));
        assertEquals(0, memory.bytes());
        client.holds(700);
        client.comes(frame(TEXT, 1, 1));
        assertEquals(700, memory.bytes());
        client.holds(0);
        assertEquals(0, memory.bytes());
    }

    @Test
    void theClientThatHoldsTheMostIsToldThenTheNext() {
        List<Client> clients = List.of(new Client(), new Client(), new Client(), new Client());
        clients.get(0).holds(4_000);
        clients.get(1).holds(10_000);
        clients.get(2).holds(6_000);
        assertEquals(20_000, memory.bytes());
        clients.get(3).holds(1);
        run(clients);
        assertEquals(List.of(CloseCode.TRY_AGAIN_LATER), clients.get(1).told);
        assertEquals(10_001, memory.bytes());
        assertEquals(1, memory.shed());
        clients.get(3).holds(18_000);
        run(clients);
        assertEquals(List.of(CloseCode.TRY_AGAIN_LATER), clients.get(3).told);
        assertEquals(List.of(), clients.get(0).told);
        assertEquals(10_000, memory.bytes());
        assertEquals(2, memory.shed());
    }

    @Test
    void asManyAsHaveToBeAreToldInOneTurn() {
        List<Client> clients = Stream.generate(Client::new).limit(200).toList();
        clients.forEach(client -> client.holds(1_000));
        assertEquals(200_000, memory.bytes());
        clients.forEach(client -> client.channel.runPendingTasks());
        assertTrue(memory.bytes() <= 20_000, memory.bytes() + " bytes");
        assertTrue(memory.bytes() >= 16_000, memory.bytes() + " bytes");
        assertEquals(200 - memory.bytes() / 1_000, memory.shed());
    }

    @Test
    void aLongMessageThatIsJustComingOutlivesManyThatHoldLittleForLong() {
        Client honest = new Client();
        List<Client> others = Stream.generate(Client::new).limit(15).toList();
        others.forEach(client -> client.holds(1_000));
        now += Duration.ofSeconds(2).toNanos();
        honest.comes(frame(TEXT, 15_000, 6_000));
        assertTrue(memory.bytes() > 20_000, memory.bytes() + " bytes");
        run(others);
        run(List.of(honest));
        assertEquals(List.of(), honest.told);
        assertTrue(memory.bytes() <= 20_000, memory.bytes() + " bytes");
    }

    @Test
    void whoWasToldAndHoldsOnIsCutOff() {
        Client client = new Client();
        client.comes(frame(TEXT, 60_000, 20_000));
        run(List.of(client));
        assertEquals(List.of(CloseCode.TRY_AGAIN_LATER), client.told);
        assertFalse(client.channel.isOpen());
        assertEquals(0, memory.bytes());
        assertEquals(1, memory.shed());
    }

    @Test
    void whoIsGoneHoldsNothing() {
        Client client = new Client();
        client.comes(frame(TEXT, 5_000, 100));
        client.channel.close();
        assertEquals(0, memory.bytes());
        client.inbound.close();
        assertEquals(0, memory.bytes());
    }

    private static void run(List<Client> clients) {
        for (int turns = 0; turns < 10; turns++) {
            clients.forEach(client -> client.channel.runPendingTasks());
        }
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.buffer(Math.max(1, count)).writeZero(count);
    }

    /** A masked frame of that length, as far as so many bytes of its payload. */
    private static ByteBuf frame(int first, int length, int some) {
        ByteBuf frame = Unpooled.buffer().writeByte(first);
        if (length < 126) {
            frame.writeByte(0x80 | length);
        } else {
            frame.writeByte(0xFE).writeShort(length);
        }
        return frame.writeInt(0).writeZero(some);
    }

    /** A connection whose listener closes when it is told to. */
    private final class Client implements Wire.Listener {
        private final EmbeddedChannel channel =
                new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 65_536));
        private final List<CloseCode> told = new ArrayList<>();
        private final Inbound inbound;

        Client(ByteBuf... before) {
            for (ByteBuf bytes : before) {
                channel.writeInbound(bytes);
            }
            channel.pipeline()
                    .addLast(
                            "handler",
                            new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelRead(ChannelHandlerContext ctx, Object frame) {
                                    ReferenceCountUtil.release(frame);
                                }
                            });
            inbound =
                    Inbound.of(
                            channel.pipeline().context("handler"),
                            65_536,
                            memory,
                            new Loop(channel.eventLoop()));
            inbound.listen(this);
        }

        void comes(ByteBuf bytes) {
            channel.writeInbound(bytes);
        }

        void holds(long held) {
            inbound.unfinished(held);
        }

        @Override
        public long frame(int bytes) {
            return 0;
        }

        @Override
        public long part() {
            return 0;
        }

        @Override
        public void broken(CloseCode why) {
            told.add(why);
            inbound.close();
        }
    }
}
