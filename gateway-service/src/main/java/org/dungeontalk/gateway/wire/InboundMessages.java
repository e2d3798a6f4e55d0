package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.function.Consumer;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.text.Utf8;

/**
 * Makes whole messages of one client's WebSocket frames: checks that text is UTF-8, and joins
 * fragments. It passes messages on as binary: the framework's text can't tell U+FFFD from malformed
 * bytes. Confined to the connection's event loop.
 */
final class InboundMessages {
    private final Fragments fragments;
    private final Consumer<WebSocketFrame> next;
    private final Consumer<CloseCode> broken;
    private long passedOn;
    private Utf8 text;

    /**
     * @param maxMessage the largest message made of fragments, in bytes
     * @param next gets whole messages, and must release them
     * @param broken called when a message is too large, or is no text although it should be
     */
    InboundMessages(int maxMessage, Consumer<WebSocketFrame> next, Consumer<CloseCode> broken) {
        this.fragments = new Fragments(maxMessage);
        this.next = next;
        this.broken = broken;
    }

    /**
     * Takes a text, binary or continuation frame. Fragments of a message whose beginning it has not
     * seen are passed on as they are.
     */
    void take(WebSocketFrame frame) {
        if (frame instanceof ContinuationWebSocketFrame && !fragments.begun()) {
            passedOn = frame.isFinalFragment() ? 0 : passedOn + frame.content().readableBytes();
            next.accept(frame);
            return;
        }
        if (frame instanceof TextWebSocketFrame) {
            text = new Utf8();
        }
        if (text != null && !isText(frame)) {
            frame.release();
            broken.accept(CloseCode.NOT_UTF8);
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

    /** Passes a whole message on; an empty one is only counted. */
    private void whole(WebSocketFrame last) {
        ByteBuf message = last.content();
        if (last instanceof ContinuationWebSocketFrame) {
            if (!append(last)) {
                return;
            }
            message = fragments.take();
        }
        if (message.isReadable()) {
            next.accept(new BinaryWebSocketFrame(message));
        } else {
            message.release();
        }
    }

    private boolean append(WebSocketFrame frame) {
        boolean fits = fragments.add(frame);
        if (!fits) {
            broken.accept(CloseCode.TOO_LARGE);
        }
        return fits;
    }

    /** Bytes of messages that have not ended. */
    long held() {
        return passedOn + fragments.held();
    }

    /** Forgets the message that has not ended. */
    void drop() {
        fragments.drop();
        text = null;
    }
}
