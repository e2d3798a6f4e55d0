package org.dungeontalk.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

class InboundTest {
    private static final int MAX = 100;

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Loop loop = new Loop(channel.eventLoop());
    private final InboundMemory memory = new InboundMemory(1_000, System::nanoTime);
    private final List<Object> passed = new ArrayList<>();
    private final List<CloseCode> broken = new ArrayList<>();
    private final Inbound inbound;
    private int frames;
    private int parts;
    private long wait;
    private long longer;

    InboundTest() {
        channel.pipeline()
                .addLast(
                        "handler",
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(
                                    io.netty.channel.ChannelHandlerContext ctx, Object message) {
                                passed.add(message);
                            }
                        });
        inbound = Inbound.of(channel.pipeline().context("handler"), MAX, memory, loop);
        inbound.listen(
                new Wire.Listener() {
                    @Override
                    public long frame(int bytes) {
                        frames++;
                        wait += longer;
                        return wait;
                    }

                    @Override
                    public long part() {
                        parts++;
                        return wait;
                    }

                    @Override
                    public void broken(CloseCode why) {
                        broken.add(why);
                        inbound.close();
                    }
                });
    }

    @Test
    void aTextGoesOnAsItsBytesAndTheReplacementCharacterIsText() {
        comes(new TextWebSocketFrame("a\uFFFD🐉"));
        assertEquals("a\uFFFD🐉", message(0));
        assertEquals(List.of(), broken);
    }

    @Test
    void fragmentsBecomeOneMessageHoweverTheyAreCut() {
        byte[] dragon = "🐉".getBytes(UTF_8);
        comes(new TextWebSocketFrame(false, 0, bytes()));
        comes(new ContinuationWebSocketFrame(false, 0, bytes(dragon[0], dragon[1])));
        comes(new PingWebSocketFrame(bytes()));
        comes(new ContinuationWebSocketFrame(false, 0, bytes()));
        comes(new ContinuationWebSocketFrame(true, 0, bytes(dragon[2], dragon[3])));
        assertEquals("🐉", message(1));
        assertEquals(5, frames);
    }

    @Test
    void malformedTextIsTold() {
        comes(new TextWebSocketFrame(true, 0, bytes(0xC0, 0xAF)));
        assertEquals(List.of(CloseCode.NOT_UTF8), broken);
        assertEquals(List.of(), passed);
    }

    @Test
    void aTextThatEndsWithinACharacterIsToldOnlyWithItsLastFragment() {
        comes(new TextWebSocketFrame(false, 0, bytes(0xE2)));
        comes(new ContinuationWebSocketFrame(false, 0, bytes(0x82)));
        assertEquals(List.of(), broken);
        comes(new ContinuationWebSocketFrame(true, 0, bytes()));
        assertEquals(List.of(CloseCode.NOT_UTF8), broken);
    }

    @Test
    void bytesOfABinaryMessageAreNobodysTextHere() {
        comes(new BinaryWebSocketFrame(bytes(0xFF)));
        comes(new BinaryWebSocketFrame(false, 0, bytes(0xFF)));
        comes(new ContinuationWebSocketFrame(true, 0, bytes(0xFF)));
        assertEquals(List.of(), broken);
        assertEquals(2, passed.size());
    }

    @Test
    void aMessageThatGrowsTooLargeIsToldAndNothingOfItIsKept() {
        comes(new TextWebSocketFrame(false, 0, bytes(new int[MAX])));
        comes(new ContinuationWebSocketFrame(false, 0, bytes('x')));
        assertEquals(List.of(CloseCode.TOO_LARGE), broken);
        assertNothingIsHeld();
    }

    @Test
    void emptyMessagesAndPongsAreCountedAndGoNoFurther() {
        comes(new TextWebSocketFrame(""));
        comes(new BinaryWebSocketFrame(bytes()));
        comes(new PongWebSocketFrame(bytes()));
        assertEquals(3, frames);
        assertEquals(List.of(), passed);
    }

    @Test
    void readingIsOffForAsLongAsTheListenerSaysWhateverTheFrameworkAsks() {
        channel.freezeTime();
        wait = 50;
        comes(new TextWebSocketFrame("x"));
        assertFalse(channel.config().isAutoRead());
        channel.config().setAutoRead(true);
        assertFalse(channel.config().isAutoRead());
        assertReadingIsOnAfter50Milliseconds();
    }

    private void assertReadingIsOnAfter50Milliseconds() {
        channel.advanceTimeBy(49, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertFalse(channel.config().isAutoRead());
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertTrue(channel.config().isAutoRead());
    }

    @Test
    void framesReadTogetherMakeThePauseLonger() {
        channel.freezeTime();
        longer = 25;
        channel.writeInbound(new TextWebSocketFrame("x"), new TextWebSocketFrame("x"));
        assertReadingIsOnAfter50Milliseconds();
    }

    @Test
    void aReadThatEndsNoFrameIsCountedAndCanSwitchReadingOff() {
        channel.freezeTime();
        comes(new TextWebSocketFrame("x"));
        assertEquals(0, parts);
        wait = 50;
        channel.pipeline().fireChannelReadComplete();
        assertEquals(1, parts);
        assertReadingIsOnAfter50Milliseconds();
    }

    @Test
    void afterTheCloseNoReadIsCounted() {
        inbound.close();
        channel.pipeline().fireChannelReadComplete();
        assertEquals(0, parts);
    }

    @Test
    void ofPingsReadTogetherTheNewestIsAnswered() {
        channel.writeInbound(
                new PingWebSocketFrame(bytes('1')), new PingWebSocketFrame(bytes('2')));
        assertEquals(2, frames);
        assertEquals(1, passed.size());
        assertEquals('2', ((PingWebSocketFrame) passed.get(0)).content().getByte(0));
        assertNothingIsHeld();
    }

    @Test
    void afterTheCloseOnlyTheAnswerToItIsPassedOnAndReadingIsOn() {
        wait = 60_000;
        comes(new BinaryWebSocketFrame(false, 0, bytes('x')));
        inbound.close();
        assertTrue(channel.config().isAutoRead());
        comes(new BinaryWebSocketFrame(bytes('y')));
        comes(new CloseWebSocketFrame(1000, ""));
        assertInstanceOf(CloseWebSocketFrame.class, passed.get(0));
        assertEquals(1, passed.size());
        for (int i = 0; i < 20_000 && channel.isOpen(); i++) {
            comes(new BinaryWebSocketFrame(bytes()));
        }
        assertFalse(channel.isOpen(), "who floods on is cut off");
        assertNothingIsHeld();
    }

    @Test
    void aPingOfOursGoesOut() {
        inbound.ping();
        assertInstanceOf(PingWebSocketFrame.class, channel.readOutbound());
    }

    @Test
    void whoTakesNoPongsGetsNoMoreOfThem() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        comes(new PingWebSocketFrame(bytes()));
        assertEquals(List.of(), passed);
        assertNull(channel.readOutbound());
    }

    @Test
    void aPipelineThatIsNoneOfTheFrameworksIsRefused() {
        assertThrows(IllegalStateException.class, () -> Inbound.of(null, MAX, memory, loop));
    }

    private void comes(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    private String message(int index) {
        return ((BinaryWebSocketFrame) passed.get(index)).content().toString(UTF_8);
    }

    /** Apart from what went on to the framework, which gives it back itself. */
    private void assertNothingIsHeld() {
        passed.forEach(ReferenceCountUtil::release);
        assertEquals(0, buffers.metric().usedHeapMemory());
    }

    private ByteBuf bytes(int... values) {
        ByteBuf all = buffers.heapBuffer(Math.max(1, values.length));
        for (int value : values) {
            all.writeByte(value);
        }
        return all;
    }
}
